import type { World, ZohoRecord } from '../world.ts'
import { type Module, modules, type Reference, sizes, type Value, values } from './college-histories.ts'

/** The records a college begins with, by module; each keeps its place, deleted or not. */
export type Entered = Record<Module, string[]>

/** The columns of subforms that a deed edits as if they were the record's own. */
const subforms: Record<string, { subform: string; row: Record<string, unknown> }> = {
  P11_description: { subform: 'BTEC_Grading_Template_P1', row: {} },
  Installment_Amount: { subform: 'Payment_Schedule', row: { Installment_No: 1, Due_Date: '2026-10-01' } },
}

/** Enters a tiny college into Zoho. Nobody has been told of it. */
export async function enterCollege(world: World): Promise<Entered> {
  const entered = Object.fromEntries(modules.map((module) => [module, [] as string[]])) as Entered
  for (const module of modules) {
    for (let nr = 0; nr < sizes[module]; nr += 1) {
      const first = Object.entries(values[module]).map(
        ([field, [value = null]]) => [field, resolved(distinct(module, nr, field, value), entered, nr)] as const,
      )
      const own = first.filter(([field]) => subforms[field] === undefined)
      const record = await world.put(module, { ...Object.fromEntries(own), ...addressOf(module, nr) })
      entered[module].push(record.id)
      for (const [field, value] of first)
        if (subforms[field] !== undefined) await editField(world, module, record.id, field, value)
    }
  }
  return entered
}

function addressOf(module: Module, nr: number): Record<string, string> {
  if (module === 'BTEC_Students') return { Academic_Email: `maya.${nr}@college.example` }
  return module === 'BTEC_Teachers' ? { Academic_Email: `omar.${nr}@college.example` } : {}
}

/** At first the records of a college are spread: not all classes are of one programme. */
function resolved(value: Value, entered: Entered, spread = 0): unknown {
  if (value === null || typeof value !== 'object') return value
  const { of, nr }: Reference = value
  return { id: entered[of][(nr + spread) % sizes[of]] }
}

/** Zoho takes no two programmes, or units, of one name. */
const distinct = (module: Module, nr: number, field: string, value: Value): Value =>
  ['Product_Name', 'Name'].includes(field) && module !== 'BTEC_Teachers' && value !== '' ? `${value} ${nr}` : value

/** A field of the record, or of the one row of its subform. A lookup of a record that is in the recycle bin cannot be chosen. */
export async function edit(
  world: World,
  entered: Entered,
  at: { module: Module; nr: number; field: number; value: number },
): Promise<void> {
  const id = entered[at.module][at.nr] ?? ''
  const fields = Object.entries(values[at.module])
  const [field, choices] = fields[at.field % fields.length] ?? ['', []]
  const value = choices[at.value % choices.length] ?? null
  if (
    value !== null &&
    typeof value === 'object' &&
    (await world.recordNow(value.of, entered[value.of][value.nr] ?? '')) === undefined
  )
    return
  await editField(world, at.module, id, field, resolved(distinct(at.module, at.nr, field, value), entered))
}

async function editField(world: World, module: Module, id: string, field: string, value: unknown): Promise<void> {
  const part = subforms[field]
  if (part === undefined) {
    await world.edit(module, id, { [field]: value })
    return
  }
  const [row] = ((await world.recordNow(module, id))?.[part.subform] ?? []) as ZohoRecord[]
  if (row === undefined && value === null) return
  await world.edit(module, id, {
    [part.subform]: [row === undefined ? { ...part.row, [field]: value } : { id: row.id, [field]: value }],
  })
}
