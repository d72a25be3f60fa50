import { downloadAttachment, listAttachments } from './attachments.ts'
import type { PageTokens } from './page-tokens.ts'
import { deletePhoto, showPhoto, uploadPhoto } from './photo.ts'
import { listRelated, relatedListOf } from './related-records.ts'
import { cheap, type MountModuleRoute } from './route-kinds.ts'
import { moduleScope } from './scopes.ts'
import type { World } from './world.ts'

const attachmentScopes = (): string[] => ['ZohoCRM.modules.attachments.READ']

/** What hangs on one record: its photo, its attachments, the records that point to it. */
export const mountPartRoutes = (moduleRoute: MountModuleRoute, { world, tokens }: { world: World; tokens: PageTokens }): void => {
  const photo = '/:module/:id/photo'
  moduleRoute(
    'GET',
    photo,
    'READ',
    () => cheap,
    (call) => showPhoto(world, call),
  )
  moduleRoute(
    'POST',
    photo,
    'CREATE',
    () => cheap,
    (call) => uploadPhoto(world, call),
  )
  moduleRoute(
    'DELETE',
    photo,
    'DELETE',
    () => cheap,
    (call) => deletePhoto(world, call),
  )
  moduleRoute(
    'GET',
    '/:module/:id/Attachments',
    'READ',
    () => cheap,
    (call) => listAttachments(world, call),
    attachmentScopes,
  )
  moduleRoute(
    'GET',
    '/:module/:id/Attachments/:part',
    'READ',
    () => cheap,
    (call) => downloadAttachment(world, call),
    attachmentScopes,
  )
  moduleRoute(
    'GET',
    '/:module/:id/:part',
    'READ',
    ({ query }) => ({ credits: 1, limited: query.sort_by !== undefined }),
    (call) => listRelated(world, tokens, call),
    (module, call) => [moduleScope(module, 'READ'), moduleScope(relatedListOf(world, call, call.part).module, 'READ')],
  )
}
