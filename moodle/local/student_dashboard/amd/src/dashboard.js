// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * What the dashboard can do beyond plain HTML: print itself, ask for what was left out of the page, and ask again for what failed.
 *
 * @module     local_student_dashboard/dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

import {call as fetchMany} from 'core/ajax';
import Notification from 'core/notification';
import Pending from 'core/pending';
import Templates from 'core/templates';

const SELECTORS = {
    ROOT: '[data-region="local_student_dashboard"]',
    PRINT: '[data-action="print"]',
    RETRY: '[data-action="retry"]',
    SECTION: '[data-section]',
    LATER: '[data-later]',
};

/**
 * Asks the server for a part of the dashboard and puts it in the place of an element.
 *
 * @param {string} name of the part
 * @param {HTMLElement} element
 */
const replace = async(name, element) => {
    const [request] = fetchMany([{
        methodname: 'local_student_dashboard_get_section',
        args: {section: name},
    }]);
    const {html} = await request;
    await Templates.replaceNode(element, html, '');
};

/**
 * Asks for what was left out of the page. If that fails, the link that stands there remains.
 *
 * @param {HTMLElement} element
 */
const complete = async(element) => {
    const pending = new Pending('local_student_dashboard/complete');
    try {
        await replace(element.dataset.later, element);
    } catch (error) {
        window.console.warn(error);
    }
    pending.resolve();
};

/**
 * Asks for a section again and moves the focus to its title.
 *
 * @param {HTMLElement} section
 */
const reload = async(section) => {
    const pending = new Pending('local_student_dashboard/reload');
    const id = section.id;
    try {
        await replace(section.dataset.section, section);
        document.getElementById(`${id}-title`)?.focus();
    } catch (error) {
        Notification.exception(error);
    }
    pending.resolve();
};

/**
 * Starts.
 *
 * @param {boolean} own the reader is the student: only then sections can be asked for again; others follow the plain link
 */
export const init = (own) => {
    const root = document.querySelector(SELECTORS.ROOT);
    root.querySelectorAll(SELECTORS.PRINT).forEach((button) => {
        button.hidden = false;
    });
    root.querySelectorAll(SELECTORS.LATER).forEach(complete);
    root.addEventListener('click', (event) => {
        if (event.target.closest(SELECTORS.PRINT)) {
            window.print();
            return;
        }
        const retry = event.target.closest(SELECTORS.RETRY);
        if (retry && own) {
            event.preventDefault();
            reload(retry.closest(SELECTORS.SECTION));
        }
    });
};
