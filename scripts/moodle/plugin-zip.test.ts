import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { strFromU8, strToU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { PLUGIN_FOLDERS, readPlugin } from './plugin.ts'
import { zipOf } from './plugin-zip.ts'

const run = promisify(execFile)
const ROOT = join(import.meta.dirname, '../..')
const LOCAL = join(ROOT, 'moodle/local')

describe('the zip of a plugin', () => {
  const files = (order: 'forth' | 'back') => {
    const all: [string, Uint8Array][] = [
      ['version.php', strToU8('<?php')],
      ['lang/en/local_x.php', strToU8('<?php // é')],
      ['tests/x_test.php', strToU8('<?php')],
      ['.gitignore', strToU8('x')],
      ['amd/.eslintrc', strToU8('x')],
    ]
    return new Map(order === 'forth' ? all : all.toReversed())
  }

  it('holds one folder, named after the plugin, without hidden files', () => {
    const unpacked = unzipSync(zipOf('x', files('forth')))
    expect(Object.keys(unpacked)).toEqual(['x/lang/en/local_x.php', 'x/tests/x_test.php', 'x/version.php'])
    expect(strFromU8(unpacked['x/lang/en/local_x.php'] ?? new Uint8Array())).toBe('<?php // é')
  })

  it('has the same bytes whatever order the disk names the files in', () => {
    expect(zipOf('x', files('forth'))).toEqual(zipOf('x', files('back')))
  })

  it('has the same bytes in every time zone', async () => {
    const program = `import { zipOf } from './scripts/moodle/plugin-zip.ts'
      console.log(Buffer.from(zipOf('x', new Map([['a', new Uint8Array([1])]]))).toString('hex'))`
    const made = await Promise.all(
      ['Pacific/Auckland', 'America/Los_Angeles'].map((TZ) =>
        run('node', ['--input-type=module-typescript', '--eval', program], { cwd: ROOT, env: { ...process.env, TZ } }),
      ),
    )
    expect(made[0]?.stdout).toBe(made[1]?.stdout)
  })

  it.each(PLUGIN_FOLDERS)('of %s holds what Moodle looks for, byte by byte', async (folder) => {
    const { component, paths } = await readPlugin(LOCAL, folder)
    const files = new Map(
      await Promise.all(paths.map(async (path) => [path, await readFile(join(LOCAL, folder, path))] as const)),
    )
    const unpacked = unzipSync(zipOf(folder, files))

    expect(Object.keys(unpacked)).toEqual(expect.arrayContaining([`${folder}/version.php`, `${folder}/lang/en/${component}.php`]))
    expect(await readdir(join(LOCAL, folder))).toContain('LICENSE')
    for (const [path, bytes] of Object.entries(unpacked)) {
      expect(Buffer.from(bytes).equals(files.get(path.slice(folder.length + 1)) ?? Buffer.alloc(0)), path).toBe(true)
    }
  })
})
