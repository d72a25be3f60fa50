import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const READER = join(import.meta.dirname, 'read-declarations.php')
const TEXT = /\.(php|xml|mustache|js|css|feature|md)$/

/** The folders of moodle/local/. */
export const PLUGIN_FOLDERS = ['campusbridge', 'student_dashboard'] as const

/** A function name, or a class and a method. */
type Callback = string | [className: string, method: string]

/** What PHP itself read in the files by which a plugin declares its parts to Moodle. */
export type Declarations = {
  version: { component: string; version: number; release: string; dependencies?: Record<string, number> }
  /** By language, then by key, in the order of the file. */
  strings: Record<string, Record<string, string>>
  capabilities: Record<string, { archetypes?: Record<string, number> }>
  functions: Record<
    string,
    { classname: string; methodname?: string; description?: string; type?: string; capabilities?: string }
  >
  services: Record<string, { functions: string[]; requiredcapability?: string; enabled: number; restrictedusers: number }>
  observers: { eventname: string; callback: Callback }[]
  hooks: { hook: string; callback: Callback }[]
  tasks: { classname: string }[]
  caches: Record<string, unknown>
  messages: Record<string, { capability?: string }>
  mobile: Record<string, { handlers?: Record<string, { method?: string }>; lang?: [key: string, component: string][] }>
}

export type Plugin = {
  /** Moodle's name for it: `local_campusbridge`. */
  component: string
  /** Its texts by their path in the plugin's folder. Built JavaScript is left out: it repeats amd/src. */
  files: ReadonlyMap<string, string>
  /** The paths of all its files, whatever they are. */
  paths: readonly string[]
  declared: Declarations
}

/** Reads one of the folders of `local`; needs PHP. */
export async function readPlugin(local: string, folder: string): Promise<Plugin> {
  const root = join(local, folder)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort((one, other) => (one < other ? -1 : 1))
  const texts = paths.filter((path) => TEXT.test(path) && !path.startsWith('amd/build/'))
  const read = async (path: string): Promise<[string, string]> => [path, await readFile(join(root, path), 'utf8')]
  const { stdout } = await run('php', [READER, root])
  return {
    component: `local_${folder}`,
    files: new Map(await Promise.all(texts.map(read))),
    paths,
    declared: JSON.parse(stdout) as Declarations,
  }
}

/** The files whose path matches, with their texts. */
export function filesOf({ files }: Plugin, path: RegExp): [path: string, text: string][] {
  return [...files].filter(([name]) => path.test(name))
}
