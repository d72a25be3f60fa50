import type { Exchange, Kind } from './exchange.ts'

/** What no site has. */
const NOBODY = '999999999'

type About = NonNullable<Exchange['about']>

/** Whose id stands under a key, whatever the answer is about. */
const kindOfKey: Record<string, Kind> = {
  userid: 'user',
  courseid: 'course',
  categoryid: 'category',
  parent: 'category',
  cohortid: 'cohort',
}

/**
 * Categories, courses and cohorts that a run made, by name. Their ids, like all that depends on what a site did before, become words, so
 * that two sites can be compared. An id counts only where it stands for that kind of thing: a course may well have the number of a user.
 */
export function namedThings(run: string) {
  const idOf = new Map<string, number>()
  const nameOf = new Map<string, string>()

  const wordFor = (kind: About, id: string, users: ReadonlyMap<string, number>): string | undefined => {
    if (kind === 'user') return [...users].find(([, known]) => String(known) === id)?.[0]
    return nameOf.get(`${kind} ${id}`)
  }

  return {
    idOf: (name: string): number | undefined => idOf.get(name),

    remember(about: About, body: string): void {
      for (const [, id = '', name = ''] of body.matchAll(/\{"id":(\d+),"(?:name|shortname)":"(\w+)/g)) {
        const own = name.slice(run.length)
        // The first that has a name is called by it, whatever its name later: others of that name exist only to be refused.
        if (!name.startsWith(run) || about === 'row' || about === 'user' || idOf.has(own) || nameOf.has(`${about} ${id}`))
          continue
        idOf.set(own, Number(id))
        nameOf.set(`${about} ${id}`, own)
      }
      for (const [, name = '', id] of body.matchAll(/"filename":"(\w+)\.\w+","filepath":"[^"]*","itemid":(\d+)/g))
        if (name.startsWith(run)) idOf.set(name.slice(run.length), Number(id))
      for (const [, seq] of body.matchAll(/"highest_seq":(\d+)/g)) idOf.set('seq', Number(seq))
    },

    named(about: About, body: string, users: ReadonlyMap<string, number>): string {
      const keyed = /"(id|itemid|userid|courseid|categoryid|parent|cohortid)":("?)(\d+)\2/g
      const word = (kind: About, id: string): string | undefined => wordFor(kind, id, users)
      return body
        .replaceAll(keyed, (all, key: string, _quote, id: string) => {
          const kind = kindOfKey[key] ?? about
          const name = kind === 'row' ? 'ROW' : word(kind, id)
          if (name !== undefined) return `"${key}":{${name}}`
          return key === 'id' && id !== NOBODY && id !== '1' ? '"id":OTHER' : all
        })
        .replaceAll(/"definitionid":[1-9]\d*/g, '"definitionid":NUMBER')
        .replaceAll(/"userids":\[([\d,]+)\]/g, (_all, list: string) => {
          const names = list.split(',').map((id) => word('user', id) ?? id)
          return `"userids":[${names}]`
        })
        .replaceAll(/\b(user|course)( \(| id=| )(\d+)\b/g, (all, kind: Kind, between: string, id: string) => {
          const name = word(kind, id)
          return name === undefined ? all : `${kind}${between}{${name}}`
        })
        .replaceAll(/"path":"([\d\\/]+)"/g, (_all, path: string) => {
          const names = path.split('\\/').map((id) => word('category', id) ?? (['', '1'].includes(id) ? id : 'OTHER'))
          return `"path":"${names.join('/')}"`
        })
        .replaceAll(/"itemid":(?!9{9},)[1-9]\d{2,8},/g, '"itemid":DRAFT,')
        .replaceAll(/"(userid|author)":"[^"]+"/g, '"$1":"SERVICE"')
        .replaceAll(/"filepath":"[^"]*php\w{6}"/g, '"filepath":"TEMPORARY"')
        .replaceAll(/\?rev=\d+/g, '?rev=NUMBER')
        .replaceAll(/pluginfile\.php\\\/\d+/g, 'pluginfile.php\\/CONTEXT')
        .replaceAll(/"(timecreated|timemodified|cacherev|occurred_at)":\d{10}\b/g, '"$1":TIME')
        .replaceAll(/"(sortorder|seq|highest_seq|contextid|enrolmentid|next)":[1-9]\d*/g, '"$1":NUMBER')
        .replaceAll(/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g, '"UUID"')
    },
  }
}
