import { zohoId } from '../../domain/ids.ts'
import { completed } from '../../domain/verdicts.ts'
import type { NewState } from '../../ports/memory.ts'
import type { Answer, FlowContext } from '../flow.ts'
import type { Gone } from '../reading.ts'

/** Programmes that were deleted in Zoho: their categories hold courses with grades, so they are kept as they are. */
export async function letGo(gone: readonly Gone[], { links }: Pick<FlowContext, 'links'>): Promise<Map<string, Answer>> {
  if (gone.length === 0) return new Map()
  const linked = await links.moodleOf(
    'Products',
    gone.map(({ subject }) => zohoId(subject.id)),
  )
  return new Map(
    gone.map(({ subject, known }): [string, Answer] => {
      const id = zohoId(subject.id)
      const link = linked.get(id)
      const state: NewState = {
        table: 'programs',
        key: id,
        fieldHashes: known?.fieldHashes ?? {},
        stateHash: '',
        targets: known?.targets ?? {},
        owners: [],
        modifiedTime: known?.modifiedTime ?? null,
        gone: true,
        changed: false,
      }
      const verdict =
        link === undefined || link.deletedInMoodle
          ? completed('program.gone_without_category', {})
          : completed('program.gone_category_kept', { category: link.moodleId })
      return [subject.id, { verdict, remember: { records: [state] } }]
    }),
  )
}
