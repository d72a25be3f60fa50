import { ConfigError, configFromEnvironment } from './config.ts'
import { launch } from './start/launch.ts'
import { startTable } from './start/table.ts'

/** The configuration is wrong (sysexits.h: EX_CONFIG). */
const EXIT_CONFIG = 78

const asJson = process.argv.includes('--json')

try {
  const launched = await launch(configFromEnvironment())
  const { stop, embeddedDatabase: _, ...running } = launched
  console.log(asJson ? JSON.stringify(running) : startTable(launched))

  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      void stop()
    })
  }
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exitCode = error instanceof ConfigError ? EXIT_CONFIG : 1
}
