import type { Seed } from './control.ts'
import { createMoodleSimulator, DEFAULT_MOODLE_TOKEN, type MoodleSimulator } from './moodle/moodle.ts'
import { startShell } from './shell.ts'
import { systemControls } from './system-controls.ts'
import {
  createZohoSimulator,
  DEFAULT_CLIENT_ID,
  DEFAULT_CLIENT_SECRET,
  DEFAULT_REFRESH_TOKEN,
  type ZohoSimulator,
} from './zoho/zoho.ts'

export type Simulators = {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string
  zoho: { origin: string; clientId: string; clientSecret: string; refreshToken: string }
  moodle: { url: string; token: string }
  systems: { zoho: ZohoSimulator; moodle: MoodleSimulator }
  stop(): Promise<void>
}

export type SimulatorOptions = {
  /** 0, the default, picks a free port. */
  port?: number
  /** Keeps the state between two starts; without it everything begins from the seed. */
  dataDir?: string
  seed?: Seed
}

/** Starts the simulated Zoho and Moodle on one port of the loopback, `/zoho`, `/moodle` and the control surface `/__sim` below it. */
export async function startSimulators(options: SimulatorOptions = {}): Promise<Simulators> {
  let url = ''
  const shell = await startShell({
    port: options.port ?? 0,
    dataDir: options.dataDir,
    seed: options.seed ?? 'college',
    build: (clock) => ({
      zoho: createZohoSimulator({ clock, origin: () => `${url}/zoho` }),
      moodle: createMoodleSimulator({ clock }),
    }),
    controls: systemControls,
    addresses: addressesAt,
  })
  url = shell.url

  return {
    ...addressesAt(url),
    systems: shell.systems,
    async stop() {
      await shell.systems.zoho.stop()
      await shell.stop()
    },
  }
}

const addressesAt = (url: string) => ({
  url,
  zoho: {
    origin: `${url}/zoho`,
    clientId: DEFAULT_CLIENT_ID,
    clientSecret: DEFAULT_CLIENT_SECRET,
    refreshToken: DEFAULT_REFRESH_TOKEN,
  },
  moodle: { url: `${url}/moodle`, token: DEFAULT_MOODLE_TOKEN },
})
