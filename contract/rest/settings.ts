import { z } from 'zod'
import { instant } from './told.ts'

export const setting = z
  .object({
    key: z.string(),
    value: z.unknown(),
    standard: z.unknown().meta({ description: 'The value of a college that never changed it' }),
    is_standard: z.boolean(),
    says: z.string(),
  })
  .meta({ id: 'Setting' })

export const settingList = z.object({ settings: z.array(setting) }).meta({ id: 'Settings' })

export const settingRequest = z.strictObject({ value: z.unknown() }).meta({ id: 'SettingRequest' })

export const settingSet = setting
  .extend({ released: z.int().meta({ description: 'Held events that run now because their switch was turned on' }) })
  .meta({ id: 'SettingSet' })

export const settingHistory = z
  .object({
    changes: z.array(z.object({ before: z.unknown(), after: z.unknown(), changed_at: instant, changed_by: z.string() })),
  })
  .meta({ id: 'SettingHistory' })

export type Setting = z.output<typeof setting>
