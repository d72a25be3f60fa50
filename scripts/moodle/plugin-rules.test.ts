import { describe, expect, it } from 'vitest'
import { inspectPlugins, pluginRules } from './plugin-rules.ts'
import { pluginTrespasses } from './plugin-trespasses.ts'
import { mustache, php, soundPlugin, stringsWith } from './sound-plugins.ts'

const linesAgainst = (plugin: ReturnType<typeof soundPlugin>) =>
  inspectPlugins([plugin]).map(({ rule, line }) => `${rule}: ${line}`)

describe('the rules of the Moodle plugins', () => {
  it('have nothing against a sound plugin', () => {
    expect(linesAgainst(soundPlugin())).toEqual([])
  })

  it('each have somebody here who breaks them', () => {
    expect(new Set(pluginTrespasses.map(({ rule }) => rule))).toEqual(new Set(pluginRules.map(({ name }) => name)))
  })

  it.each(pluginTrespasses)('$rule objects to this, and nothing else does: $what', ({ rule, plugin }) => {
    expect(new Set(inspectPlugins([plugin]).map((each) => each.rule))).toEqual(new Set([rule]))
  })

  it('understand names that are put together', () => {
    const lib = `get_string($key . '_desc', 'local_campusbridge'); get_string($key . ($some ? '_few' : ''), 'local_campusbridge');
get_string("state_{$name}", 'local_campusbridge'); $keys = ['again']; $output->render_from_template("local_campusbridge/part_{$name}", []);`
    const changed = soundPlugin(
      { 'lib.php': php(lib), 'templates/part_one.mustache': mustache('part_one', '{}', '<p>One</p>') },
      stringsWith({ again_desc: 'Again', again_few: 'Again', state_one: 'One' }),
    )
    expect(linesAgainst(changed)).toEqual([])
  })

  it('understand a template that fills in names, dates and JSON', () => {
    const text = `<h2>{{#str}} welcome, local_campusbridge, {{name}} {{/str}}</h2>
<p>{{#userdate}} {{due}}, {{#str}} strftimedate, core_langconfig {{/str}} {{/userdate}}</p>
<div data-value={{#quote}}{{name}}{{/quote}} id="box-{{uniqid}}">{{#js}}require(['x']);{{/js}}text</div>`
    const changed = soundPlugin({
      'lib.php': php("$output->render_from_template('local_campusbridge/more', []);"),
      'templates/more.mustache': mustache('more', '{ "name": "Rose & Sons", "due": 1796000000 }', text),
    })
    expect(linesAgainst(changed)).toEqual([])
  })
})
