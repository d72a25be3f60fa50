import { type Zippable, zipSync } from 'fflate'

/** The earliest day that a zip can name, in local time because that is what a zip holds: the same bytes wherever and whenever it is made. */
const DAY = new Date(1980, 0, 1)
/** A Unix file that its owner writes and everybody reads. */
const UNIX = 3
const ATTRIBUTES = 0o100644 << 16

/**
 * The zip that Moodle's installer takes: one folder named after the plugin. Tests travel with it, as in Moodle's plugin directory, so that
 * a site can run them; hidden files do not.
 */
export function zipOf(folder: string, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const shipped = [...files.keys()].filter((path) => !path.split('/').some((part) => part.startsWith('.'))).sort()
  const entries: Zippable = {}
  for (const path of shipped) entries[`${folder}/${path}`] = files.get(path) ?? new Uint8Array()
  return zipSync(entries, { level: 9, mtime: DAY, os: UNIX, attrs: ATTRIBUTES })
}
