import type { Actor } from '../system.ts'
import type { CheckedRecord, LinkEdit, SubformEdit } from './check-record.ts'
import { personBehind } from './people.ts'
import type { FieldSchema, ModuleSchema } from './schema.ts'
import type { Row } from './table.ts'
import { type World, wholeSecond } from './world.ts'

/** Who makes a change, and whether the workflow rules hear of it. */
export type Author = { actor: Actor; fires: boolean }

const announce = (world: World, author: Author, module: string, id: string, event: 'create' | 'edit' | 'delete') => {
  if (author.fires) world.announce({ module, id, event })
}

const newRow = (world: World, author: Author, values: Record<string, unknown>, id = world.store.nextId()): Row => {
  const now = wholeSecond(world.clock)
  const by = personBehind(author.actor).id
  return { id, values, createdAt: now, modifiedAt: now, createdBy: by, modifiedBy: by }
}

const touched = (world: World, author: Author, row: Row, values: Record<string, unknown>): Row => ({
  ...row,
  values: { ...row.values, ...values },
  modifiedAt: wholeSecond(world.clock),
  modifiedBy: personBehind(author.actor).id,
})

const editSubform = (world: World, author: Author, parentId: string, subform: string, clear: boolean, edits: SubformEdit[]) => {
  const table = world.store.table(subform)
  if (clear) for (const row of table.having('Parent_Id', parentId)) world.store.remove(subform, row.id)
  for (const edit of edits) {
    if (edit.kind === 'delete') world.store.remove(subform, edit.id)
    else if (edit.kind === 'append') world.store.put(subform, newRow(world, author, { ...edit.values, Parent_Id: parentId }))
    else {
      const row = table.get(edit.id)
      if (row !== undefined) world.store.put(subform, touched(world, author, row, edit.values))
    }
  }
}

/** The association of this pair, if there is one. */
export const findAssociation = (world: World, module: string, pair: Record<string, unknown>): Row | undefined => {
  const [[first, firstId] = ['', ''], [second, secondId] = ['', '']] = Object.entries(pair)
  return world.store
    .table(module)
    .having(first, firstId)
    .find((row) => row.values[second] === secondId)
}

const editLinks = (world: World, author: Author, ownId: string, field: FieldSchema, edits: LinkEdit[]) => {
  if (field.join === undefined) return
  const { module, own, other } = field.join
  const quiet = { ...author, fires: author.fires && world.behaviour.parentEditFiresLinking }
  for (const edit of edits) {
    if (edit.kind === 'remove') deleteRow(world, quiet, module, edit.id)
    else if (findAssociation(world, module, { [own]: ownId, [other]: edit.other }) === undefined) {
      insertRow(world, quiet, world.store.module(module), {
        values: { [own]: ownId, [other]: edit.other },
        subforms: [],
        links: [],
      })
    }
  }
}

type Change = Pick<CheckedRecord, 'values' | 'subforms' | 'links'>

const applyParts = (world: World, author: Author, id: string, change: Change) => {
  for (const { subform, clear, edits } of change.subforms) editSubform(world, author, id, subform, clear, edits)
  for (const { field, edits } of change.links) editLinks(world, author, id, field, edits)
}

export const autonumberField = (schema: ModuleSchema): FieldSchema | undefined =>
  [...schema.fields.values()].find((field) => field.type === 'autonumber')

export const insertRow = (world: World, author: Author, schema: ModuleSchema, change: Change, id?: string): Row => {
  const numbered = autonumberField(schema)?.apiName
  const values =
    numbered === undefined || change.values[numbered] !== undefined
      ? change.values
      : { ...change.values, [numbered]: world.store.nextAutonumber(schema.apiName) }
  const row = newRow(world, author, values, id)
  world.store.put(schema.apiName, row)
  applyParts(world, author, row.id, change)
  announce(world, author, schema.apiName, row.id, 'create')
  return row
}

const changesNothing = (row: Row, change: Change): boolean =>
  change.subforms.length === 0 &&
  change.links.every((link) => link.edits.length === 0) &&
  Object.entries(change.values).every(([name, value]) => (row.values[name] ?? null) === value)

export const updateRow = (world: World, author: Author, schema: ModuleSchema, row: Row, change: Change): Row => {
  if (!world.behaviour.noOpUpdatesCount && changesNothing(row, change)) return row
  const updated = touched(world, author, row, change.values)
  world.store.put(schema.apiName, updated)
  applyParts(world, author, row.id, change)
  announce(world, author, schema.apiName, row.id, 'edit')
  return updated
}

/** Something that hangs on the record was changed: its Modified_Time moves, and its rules hear of an edit. */
export const touchRow = (world: World, author: Author, schema: ModuleSchema, row: Row): void => {
  world.store.put(schema.apiName, touched(world, author, row, {}))
  announce(world, author, schema.apiName, row.id, 'edit')
}

/** Rows of subforms and associations that go with a record. */
const belongingsOf = (world: World, schema: ModuleSchema, id: string): { module: string; row: Row }[] =>
  [...schema.fields.values()].flatMap((field) => {
    if (field.type === 'subform')
      return world.store
        .table(field.apiName)
        .having('Parent_Id', id)
        .map((row) => ({ module: field.apiName, row }))
    const join = field.join
    return join === undefined
      ? []
      : world.store
          .table(join.module)
          .having(join.own, id)
          .map((row) => ({ module: join.module, row }))
  })

export const deleteRow = (world: World, author: Author, module: string, id: string): boolean => {
  const { schema, get } = world.store.table(module)
  const row = get(id)
  if (row === undefined) return false
  const belongings = belongingsOf(world, schema, id)
  const tombstone = {
    displayName: displayNameOf(schema, row),
    deletedBy: personBehind(author.actor).id,
    deletedAt: wholeSecond(world.clock),
  }
  for (const each of belongings) {
    world.store.remove(each.module, each.row.id)
    // Rows of a subform vanish without a trace; an ended association is a deleted record of its own.
    if (world.store.module(each.module).generatedType === 'linking') {
      world.store.bury(each.module, {
        ...tombstone,
        row: each.row,
        displayName: String(each.row.values.Name ?? ''),
        belongings: [],
      })
    }
  }
  world.store.remove(module, id)
  world.store.bury(module, { ...tombstone, row, belongings })
  announce(world, author, module, id, 'delete')
  return true
}

const displayNameOf = (schema: ModuleSchema, row: Row): string | null => {
  const name = row.values[schema.nameField]
  return typeof name === 'string' ? name : null
}

/** Back from the recycle bin, same id; no rule fires on it (reference/zoho.md §2.5). */
export const restoreRow = (world: World, module: string, id: string): Row | undefined => {
  const tombstone = world.store.tombstone(module, id)
  if (tombstone === undefined) return undefined
  const row = { ...tombstone.row, modifiedAt: wholeSecond(world.clock) }
  world.store.put(module, row)
  for (const each of tombstone.belongings) world.store.put(each.module, each.row)
  return row
}
