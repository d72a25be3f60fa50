// Runs those PHPUnit tests of the plugins that need no Moodle: the ones marked "@group pure". Moodle runs them too, with all the others.
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesOf, PLUGIN_FOLDERS, readPlugin } from './plugin.ts'

const local = join(import.meta.dirname, '../../moodle/local')
const plugins = await Promise.all(PLUGIN_FOLDERS.map(async (folder) => ({ folder, plugin: await readPlugin(local, folder) })))
const tests = plugins.flatMap(({ folder, plugin }) =>
  filesOf(plugin, /^tests\/.*_test\.php$/)
    .filter(([, text]) => /^ \* @group\s+pure$/m.test(text))
    .map(([path]) => join(local, folder, path)),
)

if (tests.length === 0) {
  console.error('No test of the plugins is of the group pure.')
  process.exitCode = 1
} else {
  const folder = await mkdtemp(join(tmpdir(), 'campusbridge-phpunit-'))
  const configuration = join(folder, 'phpunit.xml')
  await writeFile(
    configuration,
    `<phpunit bootstrap="${join(import.meta.dirname, 'without-moodle.php')}" failOnWarning="true" failOnRisky="true"
      beStrictAboutOutputDuringTests="true" cacheResult="false">
      <testsuites><testsuite name="pure">${tests.map((file) => `<file>${file}</file>`).join('')}</testsuite></testsuites>
    </phpunit>`,
  )
  const { status } = spawnSync('phpunit', ['--configuration', configuration, '--colors=never'], { stdio: 'inherit' })
  process.exitCode = status === 0 ? 0 : 1
  await rm(folder, { recursive: true })
}
