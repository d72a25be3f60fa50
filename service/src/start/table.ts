import type { Launched } from './launch.ts'

const SIMULATED = 'simulated'

/** What a person needs after a start: where everything is, a key, and three things to try. */
export function startTable(launched: Launched): string {
  const { url, apiKey, zoho, moodle, embeddedDatabase } = launched
  const rows: [string, string][] = [
    ['Service', url],
    ['API key', apiKey],
    ['Zoho CRM', zoho.simulated ? `${zoho.accountsUrl}   (${SIMULATED})` : zoho.accountsUrl],
    ['Moodle', moodle.simulated ? `${moodle.url}   (${SIMULATED})` : moodle.url],
    ['Database', embeddedDatabase ? 'embedded PostgreSQL, kept in the data folder' : 'PostgreSQL of DATABASE_URL'],
  ]
  const mixed = zoho.simulated !== moodle.simulated
  return [
    '',
    '  Campusbridge is running',
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(10)}${value}`),
    ...(mixed ? ['', '  CAREFUL: one system is real and the other simulated (ALLOW_MIXED=1).'] : []),
    '',
    ...thingsToTry(launched),
    '',
    '  Ctrl-C stops everything; the next start finds it again.',
    '',
  ].join('\n')
}

function thingsToTry({ url, apiKey, webhookSecrets, zoho }: Launched): string[] {
  const watch = [
    '  Watch it',
    `    curl -s -H "Authorization: Bearer ${apiKey}" "${url}/v1/events?limit=3"`,
    '    npm run manage -- events list',
  ]
  const { zoho: secret } = webhookSecrets
  if (!zoho.simulated || secret === undefined) return watch
  return [
    '  Send a signed event for a student of the invented college',
    `    ${signedCurl(url, secret)}`,
    '',
    '  Let somebody change a student in Zoho, and follow the event to Moodle',
    '    npm run manage -- demo student',
    '',
    '  Bring the whole college into Moodle, and see that a second time changes nothing',
    '    npm run manage -- demo college',
    '',
    ...watch,
  ]
}

/** A student whom the simulated college always has. */
const SOME_STUDENT = '5725767000000400001'

/** Computes its time stamp and signature when it is run, with what every Debian has. */
const signedCurl = (url: string, secret: string, recordId = SOME_STUDENT): string =>
  [
    `T=$(date +%s); B='{"event_id":"try-'$T'","event_type":"updated","module":"BTEC_Students","record_id":"${recordId}","timestamp":"'$(date -u +%FT%TZ)'"}'`,
    `S=$(printf '%s' "$T.$B" | openssl dgst -sha256 -hmac '${secret}' -r | cut -d' ' -f1)`,
    `curl -s ${url}/v1/events/zoho/student -H "X-Zoho-Signature: t=$T,v1=$S" -d "$B"`,
  ].join('; ')
