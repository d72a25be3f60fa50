import type { Call } from '../simulated-college.ts'

/** Whether a call changes something over there. */
export const isWrite = ({ system, operation }: Pick<Call, 'system' | 'operation'>): boolean =>
  system === 'zoho'
    ? /^(?:PUT|DELETE) /.test(operation) || (operation.startsWith('POST ') && !/coql|oauth/.test(operation))
    : /_(?:create|update|upsert|set|add|delete|assign|unassign|enrol|unenrol|attach)_/.test(operation)

/** `3 × core_user_create_users, …`: what was called how often. */
export function counted(operations: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const operation of operations) counts.set(operation, (counts.get(operation) ?? 0) + 1)
  return [...counts].map(([operation, count]) => `${count} × ${operation}`).join(', ')
}
