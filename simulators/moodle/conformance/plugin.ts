import type { Exchange } from './exchange.ts'
import { dashboardExchanges } from './plugin/dashboard.ts'
import { financeExchanges } from './plugin/finance.ts'
import { financeFieldExchanges } from './plugin/finance-fields.ts'
import { laterDeletionExchanges } from './plugin/later-deletions.ts'
import { leaverExchanges } from './plugin/leavers.ts'
import { listExchanges } from './plugin/lists.ts'
import { paymentExchanges } from './plugin/payments.ts'
import { registrationExchanges } from './plugin/registrations.ts'
import { singleRecordExchanges } from './plugin/single-records.ts'
import { userExchanges } from './plugin/users.ts'

/** The functions of the plugin local_campusbridge. Asked only where it is installed. */
export const pluginExchanges: Exchange[] = [
  ...userExchanges,
  ...listExchanges,
  ...financeExchanges,
  ...financeFieldExchanges,
  ...paymentExchanges,
  ...registrationExchanges,
  ...singleRecordExchanges,
  ...dashboardExchanges,
  ...laterDeletionExchanges,
  ...leaverExchanges,
]
