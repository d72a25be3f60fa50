const REFERENCE = /"\$ref":"#\/components\/schemas\/([^"]+)"/g

/**
 * The OpenAPI document without the shapes that nothing in it names: each shape of `contract/rest/` is offered as an input and as an
 * output, and is only ever used as one of them.
 */
export function withoutUnused<Document extends object>(document: Document): Document {
  if (!('components' in document)) return document
  const { components, ...rest } = document as { components?: { schemas?: Record<string, unknown> } }
  const schemas = components?.schemas ?? {}
  const used = new Set<string>()
  const follow = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(REFERENCE)) {
      if (used.has(name)) continue
      used.add(name)
      follow(schemas[name] ?? {})
    }
  }
  follow(rest)
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)))
  return { ...rest, components: { ...components, schemas: kept } } as Document
}
