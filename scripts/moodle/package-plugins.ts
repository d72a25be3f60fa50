// npm run package:moodle: dist/local_<plugin>-<release>.zip, as Moodle's "Install plugins" page and its plugin directory take them.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PLUGIN_FOLDERS, readPlugin } from './plugin.ts'
import { zipOf } from './plugin-zip.ts'

const root = join(import.meta.dirname, '../..')
const local = join(root, 'moodle/local')
await mkdir(join(root, 'dist'), { recursive: true })

for (const folder of PLUGIN_FOLDERS) {
  const { component, paths, declared } = await readPlugin(local, folder)
  const read = async (path: string): Promise<[string, Uint8Array]> => [path, await readFile(join(local, folder, path))]
  const zip = zipOf(folder, new Map(await Promise.all(paths.map(read))))
  const name = `dist/${component}-${declared.version.release}.zip`
  await writeFile(join(root, name), zip)
  console.log(`${name}  ${paths.length} files, ${Math.ceil(zip.length / 1024)} KiB`)
}
