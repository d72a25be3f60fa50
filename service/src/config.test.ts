import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, test } from 'vitest'
import { accountsUrlOf, zohoDataCentres } from './config/addresses.ts'
import { demoSecrets } from './config/demo-secrets.ts'
import { variables } from './config/variables.ts'
import { ConfigError, readConfig } from './config.ts'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const realZoho = {
  ZOHO_CLIENT_ID: '1000.ABC',
  ZOHO_CLIENT_SECRET: 'client-secret',
  ZOHO_REFRESH_TOKEN: '1000.refresh',
  ZOHO_WEBHOOK_TOKEN: 'a-token-of-more-than-thirty-two-bytes',
}
const realMoodle = {
  MOODLE_BASE_URL: 'https://moodle.college.example/',
  MOODLE_TOKEN: 'moodle-token',
  MOODLE_WEBHOOK_SECRET: 'moodle-secret',
}
const real = { ...realZoho, ...realMoodle, ENCRYPTION_KEY: `k1:${key(1)}` }

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ variable, problem }) => `${variable} ${problem}`)
    throw error
  }
}

describe('an empty environment', () => {
  test('is a trial run: simulated systems, embedded database, demo secrets', () => {
    expect(readConfig({})).toMatchObject({
      environment: 'development',
      port: 8001,
      simulatorPort: 8002,
      dataDir: '.campusbridge',
      logLevel: 'info',
      database: { kind: 'embedded', poolSize: 10, preparedStatements: true },
      zoho: { kind: 'simulated', clientId: demoSecrets.ZOHO_CLIENT_ID },
      moodle: { kind: 'simulated', token: demoSecrets.MOODLE_TOKEN },
      webhooks: {
        zoho: { secrets: [demoSecrets.ZOHO_WEBHOOK_SECRET], tokens: [demoSecrets.ZOHO_WEBHOOK_TOKEN] },
        moodle: { secrets: [demoSecrets.MOODLE_WEBHOOK_SECRET] },
      },
      encryptionKeys: [{ id: 'demo' }],
    })
  })

  test('takes empty values for absent ones, as the example file leaves them', () => {
    const example = parseEnv(readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8'))
    expect(readConfig({ ...example })).toEqual(readConfig({}))
  })

  test('keeps its demo secrets within the rules of real ones', () => {
    expect(problemsOf({ ...realMoodle, MOODLE_BASE_URL: 'http://127.0.0.1:8002/moodle', ...demoSecrets })).toEqual([])
  })
})

test('the example file names every variable that is read, and no other', () => {
  const example = parseEnv(readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8'))
  expect(Object.keys(example).sort()).toEqual(Object.keys(variables).sort())
})

describe('real systems', () => {
  test('are used when their credentials are set', () => {
    const config = readConfig({ ...real, ZOHO_DC: 'eu', DATABASE_URL: 'postgres://u:p@db.college.example/cb' })
    expect(config.zoho).toEqual({
      kind: 'real',
      dataCentre: 'eu',
      accountsUrl: 'https://accounts.zoho.eu',
      apiUrl: undefined,
      clientId: '1000.ABC',
      clientSecret: 'client-secret',
      refreshToken: '1000.refresh',
    })
    expect(config.moodle).toEqual({ kind: 'real', baseUrl: 'https://moodle.college.example', token: 'moodle-token' })
    expect(config.database).toMatchObject({ kind: 'external', url: 'postgres://u:p@db.college.example/cb' })
  })

  test('never believe a demo secret that nobody set', () => {
    expect(readConfig(real).webhooks.zoho).toEqual({ secrets: [], tokens: [realZoho.ZOHO_WEBHOOK_TOKEN] })
  })

  test('stand beside simulated ones only when that is allowed', () => {
    const zohoAlone = { ...realZoho, ENCRYPTION_KEY: real.ENCRYPTION_KEY }
    expect(problemsOf(zohoAlone)).toEqual([
      'ALLOW_MIXED is not 1, though Zoho is a real system and Moodle would be a simulated one',
    ])
    const { zoho, moodle } = readConfig({ ...zohoAlone, ALLOW_MIXED: '1' })
    expect([zoho.kind, moodle.kind]).toEqual(['real', 'simulated'])
  })

  test('a real database alone mixes nothing', () => {
    expect(readConfig({ DATABASE_URL: 'postgresql:///cb?host=/run/postgresql' }).zoho.kind).toBe('simulated')
  })

  test('a webhook secret alone makes no system real', () => {
    const config = readConfig({ ZOHO_WEBHOOK_SECRET: 'mine' })
    expect([config.zoho.kind, config.webhooks.zoho.secrets]).toEqual(['simulated', ['mine']])
  })
})

describe('production', () => {
  test('has no simulators: everything a real system needs is asked for, in one message', () => {
    expect(problemsOf({ ENVIRONMENT: 'production', ALLOW_MIXED: '1', ...realZoho })).toEqual([
      'ENCRYPTION_KEY is missing',
      'MOODLE_BASE_URL is missing',
      'MOODLE_TOKEN is missing',
      'MOODLE_WEBHOOK_SECRET is missing',
    ])
  })

  test.each(Object.entries(demoSecrets))('refuses the demo secret of %s', (variable, secret) => {
    expect(problemsOf({ ...real, ENVIRONMENT: 'production', [variable]: secret })).toEqual([
      `${variable} is a demo secret, which everybody knows`,
    ])
  })

  test('refuses a demo secret in a list and the demo key under another id', () => {
    const env = { ...real, ENVIRONMENT: 'production' }
    expect(problemsOf({ ...env, MOODLE_WEBHOOK_SECRET: `mine,${demoSecrets.MOODLE_WEBHOOK_SECRET}` })).toHaveLength(1)
    expect(
      problemsOf({ ...env, ENCRYPTION_KEY: `${real.ENCRYPTION_KEY},k0${demoSecrets.ENCRYPTION_KEY.slice(4)}` }),
    ).toHaveLength(1)
    expect(problemsOf(env)).toEqual([])
  })
})

describe('one message', () => {
  test('names every wrong and every missing value, each with its fix', () => {
    const env = { PORT: 'eight', LOG_LEVEL: 'loud', ZOHO_DC: 'us', MOODLE_BASE_URL: 'http://moodle.college.example', ...realZoho }
    expect(() => readConfig(env)).toThrow(
      `The configuration has 7 mistakes:
  PORT is "eight", which is no whole number. Use a port such as 8001.
  LOG_LEVEL is "loud", which is none of its values. Use fatal, error, warn, info, debug, trace or silent.
  MOODLE_BASE_URL uses plain http to another machine. Give the address of the Moodle site, such as https://moodle.college.example.
  ZOHO_DC is no Zoho data centre: "us". Use one of com, eu, in, com.au, jp, ca, sa, com.cn, uk, or its address such as https://www.zohoapis.com.
  ENCRYPTION_KEY is missing. Write it as <id>:<key>, the key from "openssl rand -base64 32".
  MOODLE_TOKEN is missing. Give the token of the service's web service user in Moodle.
  MOODLE_WEBHOOK_SECRET is missing. Make one with "openssl rand -hex 32". Enter the same in the Moodle plugin.`,
    )
  })

  test('holds no secret', () => {
    const canaries = {
      ENCRYPTION_KEY: 'canary-key',
      ZOHO_WEBHOOK_TOKEN: 'canary-token',
      MOODLE_WEBHOOK_SECRET: 'whsec_canary!',
      DATABASE_URL: 'mysql://u:canary@db/cb',
    }
    const message = (() => {
      try {
        return String(readConfig(canaries))
      } catch (error) {
        return String(error)
      }
    })()
    expect(message).toContain('4 mistakes')
    expect(message).not.toContain('canary')
  })
})

describe('addresses', () => {
  test.each(zohoDataCentres)('ZOHO_DC takes %s and its address alike', (dataCentre) => {
    const accountsUrl = accountsUrlOf(dataCentre)
    expect(readConfig({ ...real, ZOHO_DC: dataCentre }).zoho).toMatchObject({ dataCentre, accountsUrl })
    expect(readConfig({ ...real, ZOHO_DC: `https://www.zohoapis.${dataCentre}` }).zoho).toMatchObject({ dataCentre, accountsUrl })
  })

  test('Canada grants its tokens under another name, and the seed’s address is the United States', () => {
    expect(readConfig({ ...real, ZOHO_DC: 'ca' }).zoho).toMatchObject({ accountsUrl: 'https://accounts.zohocloud.ca' })
    expect(readConfig({ ...real, ZOHO_DC: 'https://www.zohoapis.com' }).zoho).toMatchObject({
      accountsUrl: 'https://accounts.zoho.com',
    })
  })

  test.each([
    'http://127.0.0.1:8002/moodle',
    'http://localhost/moodle',
    'http://[::1]:80',
    'https://moodle.college.example/learn/',
  ])('%s is an address to send secrets to', (address) => {
    expect(problemsOf({ ...real, MOODLE_BASE_URL: address })).toEqual([])
  })

  test.each([
    ['http://moodle.college.example', 'uses plain http to another machine'],
    ['http://127.0.0.1.college.example', 'uses plain http to another machine'],
    ['http://localhost.college.example', 'uses plain http to another machine'],
    ['https://user:pass@moodle.college.example', 'holds a user name or password'],
    ['https://moodle.college.example?a=1', 'has a part after ? or #'],
    ['moodle.college.example', 'is no address that begins with https://'],
    ['ftp://moodle.college.example', 'is no address that begins with https://'],
  ])('%s is not', (address, problem) => {
    expect(problemsOf({ ...real, MOODLE_BASE_URL: address })).toEqual([`MOODLE_BASE_URL ${problem}`])
  })

  test('a simulated Zoho is simulated whole: tokens do not come from somewhere else', () => {
    expect(problemsOf({ ...real, ZOHO_API_URL: 'http://127.0.0.1:8002/zoho' })).toEqual([
      'ZOHO_ACCOUNTS_URL is missing, though ZOHO_API_URL leads to this machine',
    ])
    expect(problemsOf({ ...real, ZOHO_API_URL: 'https://sandbox.zohoapis.eu' })).toEqual([])
  })
})

describe('secrets', () => {
  test('of webhooks may be several, so that one can be replaced', () => {
    const { webhooks } = readConfig({ ...real, ZOHO_WEBHOOK_SECRET: 'new, old', MOODLE_WEBHOOK_SECRET: 'whsec_c2VjcmV0,other,' })
    expect([webhooks.zoho.secrets, webhooks.moodle.secrets]).toEqual([
      ['new', 'old'],
      ['whsec_c2VjcmV0', 'other'],
    ])
  })

  test('a static token is long, and signs nothing', () => {
    expect(problemsOf({ ...real, ZOHO_WEBHOOK_TOKEN: 'short' })).toEqual([
      'ZOHO_WEBHOOK_TOKEN has an entry shorter than 32 bytes',
    ])
    expect(problemsOf({ ...real, MOODLE_WEBHOOK_SECRET: `x,${realZoho.ZOHO_WEBHOOK_TOKEN}` })).toEqual([
      'ZOHO_WEBHOOK_TOKEN has an entry that is also a signing secret',
    ])
  })

  test('a real Zoho must have a way to prove itself', () => {
    expect(problemsOf({ ...real, ZOHO_WEBHOOK_TOKEN: '' })).toEqual([
      'ZOHO_WEBHOOK_TOKEN is missing, and so is ZOHO_WEBHOOK_SECRET',
    ])
    expect(problemsOf({ ...real, ZOHO_WEBHOOK_TOKEN: '', ZOHO_WEBHOOK_SECRET: 'signs' })).toEqual([])
  })

  test('the first encryption key encrypts, the others still decrypt', () => {
    const { encryptionKeys } = readConfig({ ...real, ENCRYPTION_KEY: `k2:${key(2)}, k1:${key(1)}` })
    expect(encryptionKeys).toEqual([
      { id: 'k2', key: Buffer.alloc(32, 2) },
      { id: 'k1', key: Buffer.alloc(32, 1) },
    ])
  })

  test.each([
    [key(1), 'has an entry that is not <id>:<base64>'],
    ['k1:not base64!', 'has an entry that is not <id>:<base64>'],
    [`k1:${Buffer.alloc(31).toString('base64')}`, 'has a key that is not 32 bytes long'],
    [`k1:${key(1)},k1:${key(2)}`, 'has two keys with one id'],
    [',', 'has only commas'],
  ])('ENCRYPTION_KEY %s is refused', (given, problem) => {
    expect(problemsOf({ ...real, ENCRYPTION_KEY: given })).toEqual([`ENCRYPTION_KEY ${problem}`])
  })
})

describe('ports', () => {
  test('differ, also from each other’s default', () => {
    expect(problemsOf({ PORT: '8002' })).toEqual(['SIMULATOR_PORT would be 8002, and so is PORT'])
    expect(problemsOf({ PORT: '0', SIMULATOR_PORT: '0' })).toEqual([])
    expect(problemsOf({ ...real, PORT: '8002' })).toEqual([])
    expect(problemsOf({ PORT: '70000' })).toEqual(['PORT is not between 0 and 65535'])
  })
})

test('PgBouncer is a matter of one word', () => {
  expect(readConfig({ DATABASE_PREPARED_STATEMENTS: 'off' }).database.preparedStatements).toBe(false)
  expect(problemsOf({ DATABASE_PREPARED_STATEMENTS: 'no' })).toEqual([
    'DATABASE_PREPARED_STATEMENTS is "no", which is none of its values',
  ])
})
