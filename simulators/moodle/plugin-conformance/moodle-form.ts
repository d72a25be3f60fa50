/** What a form would send, by name. Of several controls with one name the last counts, as in PHP. */
export type Form = Record<string, string>

/** What the form that has a certain control would send if nobody changed anything; buttons are left out, as nobody pressed one. */
export function controlsOf(html: string, marker: string): Form {
  const form = Array.from(html.matchAll(/<form\b[\s\S]*?<\/form>/g), ([text]) => text).find((text) =>
    text.includes(`name="${marker}"`),
  )
  if (form === undefined) throw new Error(`There is no form with ${marker}: ${html.slice(0, 300)}`)
  const sent: Form = {}
  for (const [control] of form.matchAll(/<input\b[^>]*>|<select\b[\s\S]*?<\/select>|<textarea\b[\s\S]*?<\/textarea>/g)) {
    const tag = /^<[^>]*>/.exec(control)?.[0] ?? ''
    const name = attribute(tag, 'name')
    const value = name === undefined || /\sdisabled\b/.test(tag) ? undefined : sentBy(control, tag)
    if (name !== undefined && value !== undefined) sent[name] = value
  }
  return sent
}

function sentBy(control: string, tag: string): string | undefined {
  if (control.startsWith('<textarea')) return decoded(control.slice(tag.length, -'</textarea>'.length)).replace(/^\n/, '')
  if (control.startsWith('<select')) return chosen(control, /\smultiple\b/.test(tag))
  const type = attribute(tag, 'type') ?? 'text'
  if (['submit', 'button', 'image', 'reset', 'file'].includes(type)) return undefined
  if (['checkbox', 'radio'].includes(type)) return /\schecked\b/.test(tag) ? (attribute(tag, 'value') ?? 'on') : undefined
  return attribute(tag, 'value') ?? ''
}

function chosen(select: string, isMultiple: boolean): string | undefined {
  const options = Array.from(select.matchAll(/<option\b[^>]*>/g), ([tag]) => tag)
  const option = options.find((tag) => /\sselected\b/.test(tag)) ?? (isMultiple ? undefined : options[0])
  return option === undefined ? undefined : (attribute(option, 'value') ?? '')
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return value === undefined ? undefined : decoded(value)
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole: string, code: string | undefined, name: string) =>
    code === undefined ? (entities[name] ?? whole) : String.fromCodePoint(Number(code)),
  )
}
