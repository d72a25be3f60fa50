import { filesOf } from './plugin.ts'
import { caught, distinct, type PluginRule } from './plugin-rule.ts'

export const capabilityRules: readonly PluginRule[] = [
  {
    name: 'every-capability-is-declared',
    comment: 'A capability that db/access.php does not declare is refused to everybody, administrators included.',
    objections(plugin, all) {
      const declared = new Set(all.flatMap((each) => Object.keys(each.declared.capabilities)))
      const folders = all.map(({ component }) => component.replace(/^local_/, '')).join('|')
      return filesOf(plugin, /\.(php|js|mustache|feature)$/).flatMap(([path, text]) =>
        distinct(caught(new RegExp(`(?<![\\w/])(local/(?:${folders}):\\w+)`, 'g'), text))
          .filter((capability) => !declared.has(capability))
          .map((capability) => `${path}: ${capability} is not in db/access.php`),
      )
    },
  },
  {
    name: 'every-capability-guards-something',
    comment: 'A capability that no code asks about lets an administrator believe in a protection that is not there.',
    objections(plugin, all) {
      const sources = all.flatMap((each) => filesOf(each, /^(?!db\/access\.php|lang\/|tests\/).*\.php$/)).map(([, text]) => text)
      return Object.keys(plugin.declared.capabilities)
        .filter((capability) => !sources.some((text) => text.includes(`'${capability}'`)))
        .map((capability) => `db/access.php: nothing asks about ${capability}`)
    },
  },
]
