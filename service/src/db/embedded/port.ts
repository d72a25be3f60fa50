import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { contentsOf, type Home } from './home.ts'

/**
 * The port to try: the one asked for, else the one of the last run (so that an address somebody noted stays right), else a free one.
 * Another program can take a free port before the server does; the caller then asks again.
 */
export async function choosePort(home: Home, wanted: number | undefined): Promise<number> {
  if (wanted !== undefined && wanted !== 0) return wanted
  const remembered = Number(await contentsOf(home.port))
  if (remembered > 0 && (await listenOnce(remembered)) !== undefined) return remembered
  const free = await listenOnce(0)
  if (free === undefined) throw new Error('No free port was found on 127.0.0.1')
  return free
}

export const rememberPort = (home: Home, port: number): Promise<void> => writeFile(home.port, `${port}\n`)

const listenOnce = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const chosen = (server.address() as AddressInfo).port
      server.close(() => resolve(chosen))
    })
  })
