import { run } from './run.ts'

process.exitCode = await run(
  process.argv.slice(2),
  {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  },
  async () => (await import('../start/office.ts')).openOffice(),
)
