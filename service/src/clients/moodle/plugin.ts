import type { Ask } from './call.ts'
import { siteOf } from './site.ts'

/** An administrator who installs the plugin, or takes it away, is noticed within this time. */
const ASK_AGAIN_MS = 10 * 60_000

export type Plugin = {
  /** Whether the site has this function of the plugin, in the service of our token. */
  offers(ask: Ask, wsfunction: string): Promise<boolean>
}

/** The same for one run, to which the answer stays what it was: a write does what was found out before it was written down. */
export function forOneRun(plugin: Plugin): Plugin {
  const answers = new Map<string, boolean>()
  return {
    async offers(ask, wsfunction) {
      const answer = answers.get(wsfunction) ?? (await plugin.offers(ask, wsfunction))
      answers.set(wsfunction, answer)
      return answer
    },
  }
}

/** What the site offers, asked for once in a while; by runs at the same moment once for all. */
export function createPluginWatch(now: () => number = Date.now): Plugin {
  let asked: { at: number; functions: Promise<ReadonlySet<string>> } | undefined
  return {
    async offers(ask, wsfunction) {
      if (asked === undefined || now() - asked.at >= ASK_AGAIN_MS) {
        const question = { at: now(), functions: siteOf(ask).then(({ functions }) => new Set(functions)) }
        asked = question
        question.functions.catch(() => {
          if (asked === question) asked = undefined
        })
      }
      return (await asked.functions).has(wsfunction)
    },
  }
}
