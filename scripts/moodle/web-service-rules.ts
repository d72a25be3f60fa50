import { filesOf, type Plugin } from './plugin.ts'
import type { PluginRule } from './plugin-rule.ts'

const SERVICES = 'db/services.php'

export const webServiceRules: readonly PluginRule[] = [
  {
    name: 'every-web-service-has-its-class',
    comment: 'A function of db/services.php is <component>_<verb>_<noun> and stands in classes/external/<verb>_<noun>.php.',
    objections(plugin) {
      return Object.entries(plugin.declared.functions)
        .flatMap(([name, { classname, methodname = 'execute', description = '', type }]) => {
          const path = externalFile(plugin, classname)
          const text = plugin.files.get(path)
          const methods = [methodname, `${methodname}_parameters`, `${methodname}_returns`]
          return [
            ...(name === `${plugin.component}_${path.slice('classes/external/'.length, -'.php'.length)}`
              ? []
              : [`${name} is not called after its class ${classname}`]),
            ...(text === undefined ? [`${name}: there is no ${path}`] : []),
            ...(text === undefined ? [] : methods)
              .filter((method) => !new RegExp(`\\bpublic static function ${method}\\(`).test(text ?? ''))
              .map((method) => `${name}: ${path} has no public static ${method}()`),
            ...(description === '' ? [`${name} has no description`] : []),
            ...(type === 'read' || type === 'write' ? [] : [`${name} is neither read nor write`]),
          ]
        })
        .map((wrong) => `${SERVICES}: ${wrong}`)
    },
  },
  {
    name: 'every-web-service-is-declared',
    comment: 'A class of classes/external/ that db/services.php does not name cannot be called.',
    objections(plugin) {
      const named = new Set(Object.values(plugin.declared.functions).map(({ classname }) => externalFile(plugin, classname)))
      return externalClasses(plugin)
        .filter(([path]) => !named.has(path))
        .map(([path]) => `${path}: no function of ${SERVICES} names it`)
    },
  },
  {
    name: 'every-web-service-asks-who-calls',
    comment: 'Deny by default: parameters, context and capability are checked by the function itself, in this order.',
    objections(plugin) {
      return externalClasses(plugin).flatMap(([path, text]) => {
        const steps = ['validate_parameters(', 'validate_context(', 'require_capability('].map((step) => text.indexOf(step))
        const [parameters = -1, context = -1, capability = -1] = steps
        const isInOrder = parameters >= 0 && parameters < context && context < capability
        return isInOrder
          ? []
          : [`${path}: validate_parameters(), validate_context() and require_capability() do not stand there in this order`]
      })
    },
  },
  {
    name: 'services-are-closed-at-first',
    comment: 'A service that comes with the plugin is switched off, for named users, behind a capability of the plugin.',
    objections(plugin) {
      const capabilities = Object.keys(plugin.declared.capabilities)
      return Object.entries(plugin.declared.services)
        .filter(
          ([, service]) =>
            service.enabled !== 0 || service.restrictedusers !== 1 || !capabilities.includes(service.requiredcapability ?? ''),
        )
        .map(([name]) => `${SERVICES}: the service "${name}" is open`)
    },
  },
]

/** `\local_x\external\get_status` → `classes/external/get_status.php`; elsewhere than in classes/external/ nothing is found. */
function externalFile({ component }: Plugin, classname: string): string {
  return `${classname.replace(/^\\/, '').replace(component, 'classes').replaceAll('\\', '/')}.php`
}

function externalClasses(plugin: Plugin): [path: string, text: string][] {
  return filesOf(plugin, /^classes\/external\//).filter(([, text]) =>
    /\bextends (?:\\?core_external\\)?external_api\b/.test(text),
  )
}
