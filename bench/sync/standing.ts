/** Students of other statuses get no account as long as they have none, and what belongs to them waits with them. */
export const hasAccount = ({ Status }: Record<string, unknown>): boolean => Status === 'Active' || Status === 'Registered'
