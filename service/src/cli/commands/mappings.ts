import type { Office } from '../../start/office.ts'
import type { Desk } from '../../verbs/desk.ts'
import {
  historyOfMapping,
  listMappings,
  type MappingView,
  rollBackMapping,
  setMapping,
  showMapping,
} from '../../verbs/field-mappings.ts'
import { type PreviewedValue, previewMapping } from '../../verbs/preview-mapping.ts'
import { tellMapping, tellMappingHistory, tellPreview } from '../../verbs/tell-mappings.ts'
import { clock, columns, plural } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { changesFrom } from './mapping-changes.ts'

type Counter = { office: Pick<Office, 'connections'>; desk: Desk; out: Output }

const silent = (): void => {}
const zohoOf = async ({ office, desk }: Counter) => (await office.connections.of(desk.tenant)).zoho

export async function listMappingsCommand({ desk, out }: Counter): Promise<ExitCode> {
  const mappings = await listMappings(desk)
  out.answer({ field_mappings: mappings.map(tellMapping) }, () =>
    columns(
      mappings.map(({ set, module, version, fields }) => {
        const own = fields.filter(({ isStandard }) => !isStandard).length
        return [set, module, plural(fields.length, 'field'), own === 0 ? 'standard' : `version ${version}, ${own} of its own`]
      }),
    ),
  )
  return exit.done
}

export async function showMappingCommand({ desk, out }: Counter, set: string): Promise<ExitCode> {
  const mapping = await showMapping(desk, set)
  out.answer(tellMapping(mapping), () => linesOf(mapping))
  return exit.done
}

export async function setMappingCommand(
  counter: Counter,
  set: string,
  texts: readonly string[],
  { note }: { note?: string },
): Promise<ExitCode> {
  const { desk, out } = counter
  const before = await showMapping(desk, set)
  const metadata = (await zohoOf(counter)).metadata(silent)
  const how = { basedOn: before.version, ...(note === undefined ? {} : { note }) }
  const mapping = await setMapping(desk, metadata, set, changesFrom(texts, before), how)
  out.answer(tellMapping(mapping), () => [
    mapping.version === before.version ? 'Nothing to change: it is so already.' : inForce(mapping),
    ...linesOf(mapping),
  ])
  return exit.done
}

export async function rollBackMappingCommand(
  counter: Counter,
  set: string,
  version: number,
  { note }: { note?: string },
): Promise<ExitCode> {
  const { desk, out } = counter
  const metadata = (await zohoOf(counter)).metadata(silent)
  const mapping = await rollBackMapping(desk, metadata, set, version, note === undefined ? {} : { note })
  out.answer(tellMapping(mapping), () => [inForce(mapping), ...linesOf(mapping)])
  return exit.done
}

export async function previewMappingCommand(
  counter: Counter,
  set: string,
  record: string,
  texts: readonly string[],
): Promise<ExitCode> {
  const { desk, out } = counter
  const zoho = await zohoOf(counter)
  const asked = { zoho: zoho.port(silent, 'live'), metadata: zoho.metadata(silent) }
  const preview = await previewMapping(desk, asked, set, record, changesFrom(texts, await showMapping(desk, set)))
  out.answer(tellPreview(preview), () => [
    ...columns([
      ['', 'our field', 'from', 'in Zoho', 'is read as', 'was'],
      ...preview.fields.map(({ field, before, after, differs }) => [
        differs ? '*' : ' ',
        field,
        after.from,
        shown(after.raw),
        readAs(after),
        differs ? `${readAs(before)} from ${before.from}` : '',
      ]),
    ]),
    '',
    '* would be read differently. Nothing was changed.',
  ])
  return exit.done
}

export async function mappingHistoryCommand({ desk, out }: Counter, set: string): Promise<ExitCode> {
  const versions = await historyOfMapping(desk, set)
  out.answer(tellMappingHistory(set, versions), () =>
    versions.length === 0
      ? [`Nobody has ever changed ${set}.`]
      : versions.map(({ version, createdAt, createdBy, overrides, note, rolledBackTo }) => {
          const back = rolledBackTo === null ? '' : `back to ${rolledBackTo}: `
          return `${version}  ${clock(createdAt)}  ${createdBy}: ${back}${JSON.stringify(overrides)}${note === '' ? '' : ` (${note})`}`
        }),
  )
  return exit.done
}

const inForce = ({ set, version }: MappingView): string =>
  `${set} is at version ${version}, in force at once. The next sync looks at all its records again.`

const linesOf = ({ fields }: MappingView): string[] => [
  ...columns(
    fields.map(({ field, rule, standard, isStandard }) => [
      isStandard ? ' ' : '*',
      field,
      rule.from,
      rule.as,
      rule.owner === 'zoho' ? 'Zoho decides' : 'we write it',
      rule.required ? 'required' : '',
      [
        ...(rule.from === standard.from ? [] : [`standard: ${standard.from}`]),
        ...Object.entries(rule.values ?? {}).map(([theirs, ours]) => `“${theirs}” means “${ours}”`),
      ].join(', '),
    ]),
  ),
  '',
  '* differs from the standard',
]

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? ''
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`
}

const readAs = ({ value, isMisfit }: PreviewedValue): string => (isMisfit ? 'not readable, left empty' : shown(value))
