import type { Actor } from '../system.ts'
import { touchRow } from './changes.ts'
import { contentTypeOf, pictureType } from './files.ts'
import { personBehind } from './people.ts'
import type { ModuleSchema } from './schema.ts'
import type { Row } from './table.ts'
import { type World, wholeSecond } from './world.ts'

export type FileControl = ReturnType<typeof createFileControl>

/** Photos and attachments as people put them on records in the browser. Undefined or false: there is no such record, or no such file on it. */
export const createFileControl = (world: World) => {
  const found = (module: string, id: string): { schema: ModuleSchema; row: Row } | undefined => {
    const table = world.store.table(module)
    const row = table.get(id)
    return row === undefined ? undefined : { schema: table.schema, row }
  }
  const edited = ({ schema, row }: { schema: ModuleSchema; row: Row }, as: Actor) =>
    touchRow(world, { actor: as, fires: as !== 'function' }, schema, row)

  return {
    /** @throws when the bytes are no PNG, JPEG, GIF or BMP */
    putPhoto(module: string, id: string, bytes: Buffer, as: Actor): boolean {
      const record = found(module, id)
      if (record === undefined) return false
      const contentType = pictureType(bytes)
      if (contentType === undefined) throw new Error('A photo is a PNG, JPEG, GIF or BMP')
      world.files.putPhoto(id, { name: 'photo', contentType, base64: bytes.toString('base64') })
      edited(record, as)
      return true
    },
    removePhoto(module: string, id: string, as: Actor): boolean {
      const record = found(module, id)
      if (record === undefined || !world.files.removePhoto(id)) return false
      edited(record, as)
      return true
    },
    /** The record itself stays as it is: no rule fires and its Modified_Time does not move. @returns the attachment's id */
    attach(module: string, id: string, name: string, bytes: Buffer, as: Actor): string | undefined {
      if (found(module, id) === undefined) return undefined
      const attachment = {
        id: world.store.nextId(),
        name,
        contentType: contentTypeOf(name, bytes),
        base64: bytes.toString('base64'),
        createdAt: wholeSecond(world.clock),
        createdBy: personBehind(as).id,
      }
      world.files.attach(id, attachment)
      return attachment.id
    },
    detach: (module: string, id: string, attachment: string): boolean =>
      found(module, id) !== undefined && world.files.detach(id, attachment),
  }
}
