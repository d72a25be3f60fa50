import { stat } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { text } from 'node:stream/consumers'

/**
 * Lets one process at a time look after a data folder. The lock is a socket in Linux's abstract name space: the kernel gives it back the
 * moment its holder dies, also by SIGKILL, so there is no stale lock to judge. It answers with the holder's process id.
 * @returns the function that gives the lock back
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const { dev, ino } = await stat(dataDir)
  const name = `\0campusbridge-postgres-${dev}-${ino}`
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).end(String(process.pid)))
  try {
    await listening(server, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new Error(
      `The embedded PostgreSQL of ${dataDir} is already looked after by process ${await holder(name)}. ` +
        'Stop that one, or choose another DATA_DIR.',
      { cause: error },
    )
  }
  server.unref()
  return () => new Promise((resolve) => server.close(() => resolve()))
}

const listening = (server: Server, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(name, resolve)
  })

async function holder(name: string): Promise<string> {
  const socket = connect(name)
  socket.setTimeout(500, () => socket.destroy())
  return text(socket).then(
    (pid) => pid || '(unknown)',
    () => '(unknown)',
  )
}
