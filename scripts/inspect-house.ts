import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import ts from 'typescript'
import { houseRules, isNamedForNothing } from './house-rules.ts'

export type Objection = { rule: string; where: string; comment: string }

const NOT_OURS = new Set(['node_modules', '.git', '.campusbridge', 'coverage', 'sdk-proof', 'peers', 'results'])

/** Walks the whole tree below `root` and says where it breaks a house rule. */
export async function inspectHouse(root: string): Promise<Objection[]> {
  const objections: Objection[] = []
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory() && !NOT_OURS.has(entry.name)) {
        if (isNamedForNothing(basename(path))) objections.push({ rule: NAMELESS.name, where: path, comment: NAMELESS.comment })
        await walk(path)
      }
      if (entry.isFile() && path.endsWith('.ts')) objections.push(...(await inspectFile(root, path)))
    }
  }
  await walk('')
  return objections
}

export const NAMELESS = {
  name: 'no-folder-named-for-nothing',
  comment: 'No folder is called utils, helpers or common: that name means that the idea was not found yet.',
}

async function inspectFile(root: string, path: string): Promise<Objection[]> {
  const rules = houseRules.filter((rule) => rule.appliesTo(path))
  if (rules.length === 0) return []
  const source = ts.createSourceFile(path, await readFile(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true)
  return rules.flatMap(({ name, comment, objections }) =>
    objections(source).map((line) => ({ rule: name, where: `${path}:${line}`, comment })),
  )
}
