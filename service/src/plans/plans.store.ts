import type { Tx } from '../db/database.ts'
import type { Code } from '../domain/codes.ts'
import { RejectedError } from '../domain/errors.ts'
import type { Scope } from './scope.ts'

export type Trouble = { code: Code; params: Record<string, string | number> }
export type Price = { zohoCredits: number; moodleCalls: number }

/** `expired`: nobody applied it in time. `failed` may also be one whose process was killed while it was made. */
export type PlanStatus = 'creating' | 'ready' | 'approved' | 'applying' | 'applied' | 'failed' | 'expired'

export type PlanRow = {
  id: number
  status: PlanStatus
  scope: Scope
  lookedAt: number
  inStep: number
  /** What making it took; empty until it is ready. */
  spent: Partial<Price>
  /** What applying it will take, an estimate. */
  price: Partial<Price>
  trouble: Trouble | null
  createdBy: string
  createdAt: Date
  readyAt: Date | null
  expiresAt: Date | null
  approvedBy: string | null
  approvedAt: Date | null
  appliedBy: string | null
  applyBegunAt: Date | null
  appliedAt: Date | null
}

/** A process that has been silent this long is no more. */
const SILENT_AFTER = `interval '60 seconds'`

const COLUMNS = `id, scope, looked_at as "lookedAt", in_step as "inStep", spent, price, trouble, created_by as "createdBy",
  created_at as "createdAt", ready_at as "readyAt", expires_at as "expiresAt", approved_by as "approvedBy", approved_at as "approvedAt",
  applied_by as "appliedBy", apply_begun_at as "applyBegunAt", applied_at as "appliedAt", case
    when status = 'creating' and seen_at < now() - ${SILENT_AFTER} then 'failed'
    when status in ('ready', 'approved') and expires_at < now() then 'expired'
    when status = 'applying' and seen_at < now() - ${SILENT_AFTER} then case when expires_at < now() then 'expired' else 'approved' end
    else status end as status`

export async function insertPlan(tx: Tx, plan: { scope: Scope; createdBy: string; holder: string }): Promise<PlanRow> {
  const { rows } = await tx.query<PlanRow>(
    `insert into plans (tenant_id, scope, created_by, holder) values (current_tenant(), $1, $2, $3) returning ${COLUMNS}`,
    [JSON.stringify(plan.scope), plan.createdBy, plan.holder],
  )
  const [row] = rows
  if (row === undefined) throw new Error('A plan was written and is not there')
  return row
}

/** @throws RejectedError `api.not_found` */
export async function readPlan(tx: Tx, id: number): Promise<PlanRow> {
  const { rows } = await tx.query<PlanRow>(`select ${COLUMNS} from plans where tenant_id = current_tenant() and id = $1`, [id])
  const [row] = rows
  if (row === undefined) throw new RejectedError('api.not_found', { what: 'plan', id: String(id) }, 404)
  return row
}

/** Newest first. */
export async function readPlans(tx: Tx, limit: number): Promise<PlanRow[]> {
  const { rows } = await tx.query<PlanRow>(
    `select ${COLUMNS} from plans where tenant_id = current_tenant() order by id desc limit $1`,
    [limit],
  )
  return rows
}

/** Shows that somebody has the plan in hand still. @throws RejectedError `plan.in_hand` when another process has taken it over */
export async function showLife(tx: Tx, id: number, holder: string): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'plans-show-life',
    text: `update plans set seen_at = now() where tenant_id = current_tenant() and id = $1 and holder = $2`,
    values: [id, holder],
  })
  if (rowCount === 0) throw new RejectedError('plan.in_hand', { plan: id }, 409)
}

export async function endCreation(
  tx: Tx,
  id: number,
  holder: string,
  made: { lookedAt: number; inStep: number; spent: Price; price: Price; expireHours: number },
): Promise<void> {
  await showLife(tx, id, holder)
  await tx.query(
    `update plans set status = 'ready', looked_at = $2, in_step = $3, spent = $4, price = $5, holder = null, ready_at = now(),
       expires_at = now() + $6 * interval '1 hour' where tenant_id = current_tenant() and id = $1`,
    [id, made.lookedAt, made.inStep, JSON.stringify(made.spent), JSON.stringify(made.price), made.expireHours],
  )
}

export async function failCreation(tx: Tx, id: number, holder: string, trouble: Trouble): Promise<void> {
  await tx.query(
    `update plans set status = 'failed', trouble = $3, holder = null where tenant_id = current_tenant() and id = $1 and holder = $2`,
    [id, holder, JSON.stringify(trouble)],
  )
}

/** @returns false when it is not in a state to be approved */
export async function markApproved(tx: Tx, id: number, by: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update plans set status = 'approved', approved_by = $2, approved_at = now()
     where tenant_id = current_tenant() and id = $1 and status = 'ready' and expires_at >= now()`,
    [id, by],
  )
  return rowCount === 1
}

/** Takes an approved plan, or one whose process is no more. @returns false when it is in no state to be applied */
export async function takeForApplying(tx: Tx, id: number, by: string, holder: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update plans set status = 'applying', applied_by = $2, holder = $3, seen_at = now(), trouble = null,
       apply_begun_at = coalesce(apply_begun_at, now())
     where tenant_id = current_tenant() and id = $1 and expires_at >= now()
       and (status = 'approved' or status = 'applying' and seen_at < now() - ${SILENT_AFTER})`,
    [id, by, holder],
  )
  return rowCount === 1
}

/** `approved`: it was interrupted, and can be gone on with. */
export async function endApplying(
  tx: Tx,
  id: number,
  holder: string,
  status: 'applied' | 'approved',
  trouble?: Trouble,
): Promise<void> {
  await tx.query(
    `update plans set status = $3, trouble = $4, holder = null, applied_at = case when $3 = 'applied' then now() end
     where tenant_id = current_tenant() and id = $1 and holder = $2`,
    [id, holder, status, trouble === undefined ? null : JSON.stringify(trouble)],
  )
}

/** Plans hold what stood in people's records, so they do not outlive the events they led to. @returns how many were dropped */
export async function dropOldPlans(tx: Tx, days: number, limit: number): Promise<number> {
  const { rowCount } = await tx.query(
    `delete from plans where id in (
       select id from plans where tenant_id = current_tenant() and status <> 'applying' and created_at < now() - $1 * interval '1 day'
       order by id limit $2)`,
    [days, limit],
  )
  return rowCount ?? 0
}
