import { moodleException } from '../errors.ts'

/**
 * Moodle's format_string() and format_text() as far as they change ordinary text: a bare ampersand is escaped, unless the call asked for
 * raw texts (`moodlewssettingraw`).
 */
export const shown = (text: string, raw = false): string => (raw ? text : text.replaceAll(/&(?![a-zA-Z0-9#]{1,8};)/g, '&amp;'))

/** FORMAT_HTML: what every text is answered in, whatever it was written in. */
export const HTML = 1

/** Refuses a format other than Moodle's own, HTML, plain and Markdown. */
export function requireFormat(format: number): void {
  if (![0, 1, 2, 4].includes(format)) throw moodleException('formatnotsupported', 'webservice/formatnotsupported')
}
