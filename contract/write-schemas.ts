// Writes schemas/*.json from webhooks.ts: node contract/write-schemas.ts
import { writeFileSync } from 'node:fs'
import { asFile, jsonSchemas } from './json-schemas.ts'

for (const [name, schema] of Object.entries(jsonSchemas)) {
  writeFileSync(new URL(`schemas/${name}`, import.meta.url), asFile(schema))
}
