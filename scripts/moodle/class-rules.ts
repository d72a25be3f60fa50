import { filesOf, type Plugin } from './plugin.ts'
import { caught, distinct, type PluginRule } from './plugin-rule.ts'

export const classRules: readonly PluginRule[] = [
  {
    name: 'classes-are-where-they-are-looked-for',
    comment: 'Moodle finds \\local_x\\a\\b in classes/a/b.php and nowhere else; a test class is named after its file.',
    objections(plugin) {
      const inClasses = filesOf(plugin, /^classes\/.*\.php$/).map(([path, text]) => {
        const parts = path.slice('classes/'.length, -'.php'.length).split('/')
        return { path, text, name: parts.at(-1) ?? '', namespace: [plugin.component, ...parts.slice(0, -1)].join('\\') }
      })
      const inTests = filesOf(plugin, /^tests\/(?!behat\/|generator\/|fixtures\/).*_test\.php$/).map(([path, text]) => {
        const parts = path.slice('tests/'.length, -'.php'.length).split('/')
        return { path, text, name: parts.at(-1) ?? '', namespace: undefined }
      })
      return [...inClasses, ...inTests].flatMap(({ path, text, name, namespace }) => {
        const [declares] = caught(/^namespace ([\w\\]+);/gm, text)
        const [itsName] = caught(/^(?:(?:abstract|final|readonly) )*(?:class|interface|trait|enum) (\w+)/gm, text)
        const isInPlace = namespace === undefined ? declares?.startsWith(plugin.component) === true : declares === namespace
        return [
          ...(isInPlace ? [] : [`${path}: its namespace is not ${namespace ?? plugin.component}`]),
          ...(itsName === name ? [] : [`${path}: it does not declare ${name}`]),
        ]
      })
    },
  },
  {
    name: 'every-class-is-there',
    comment: 'A class of the plugins that is named anywhere has its file; otherwise the failure waits for the day the line runs.',
    objections(plugin, all) {
      return filesOf(plugin, /\.php$/).flatMap(([path, text]) =>
        distinct(namedClasses(text))
          .filter((name) => classFile(all, name) === 'missing')
          .map((name) => `${path}: there is no class ${name}`),
      )
    },
  },
  {
    name: 'every-callback-is-there',
    comment:
      'Observers, hooks, tasks and handlers of the app name classes and methods that exist; Moodle says nothing when they do not.',
    objections(plugin, all) {
      const { observers, hooks, tasks, mobile } = plugin.declared
      const app = Object.values(mobile).flatMap(({ handlers = {} }) => Object.values(handlers))
      const callbacks: [path: string, callback: string][] = [
        ...observers.map(({ callback }): [string, string] => ['db/events.php', written(callback)]),
        ...hooks.map(({ callback }): [string, string] => ['db/hooks.php', written(callback)]),
        ...tasks.map(({ classname }): [string, string] => ['db/tasks.php', `${classname}::execute`]),
        ...app.map(({ method = '' }): [string, string] => ['db/mobile.php', `${plugin.component}\\output\\mobile::${method}`]),
      ]
      return callbacks.flatMap(([path, callback]) => {
        const [name = '', method = ''] = callback.replace(/^\\/, '').split('::')
        const file = classFile(all, name)
        if (file === 'missing' || file === 'foreign') return [`${path}: there is no class ${name}`]
        return new RegExp(`\\bfunction ${method}\\(`).test(file) || /\bextends\b/.test(file)
          ? []
          : [`${path}: ${name} has no method ${method}()`]
      })
    },
  },
]

function written(callback: string | [string, string]): string {
  return typeof callback === 'string' ? callback : callback.join('::')
}

/** Fully qualified names, imported ones, and names in strings such as 'local_x\task\send'. */
function namedClasses(text: string): string[] {
  const imported = caught(/^use (local_\w+(?:\\\w+)+)(?: as \w+)?;/gm, text)
  const qualified = caught(/(?<![\w\\])\\(local_\w+(?:\\\w+)+)/g, text)
  return [...imported, ...qualified].filter((name) => !/\\tests\\/.test(name))
}

/** The text of its file; 'foreign' when it belongs to none of these plugins. */
function classFile(all: readonly Plugin[], name: string): string {
  const [component = '', ...parts] = name.split('\\')
  const plugin = all.find((each) => each.component === component)
  if (plugin === undefined) return 'foreign'
  const path = parts.join('/')
  // A name may also be that of a namespace.
  const isNamespace = plugin.paths.some((each) => each.startsWith(`classes/${path}/`))
  return (
    plugin.files.get(`classes/${path}.php`) ?? (isNamespace ? 'foreign' : (plugin.files.get(`tests/${path}.php`) ?? 'missing'))
  )
}
