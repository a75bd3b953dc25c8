import { type Actor, can } from '@/lib/auth/actor'
import type { QualificationStatus } from '@/lib/db/generated/enums'

/** In force, or only out of force for a time: of these alone a filing changes. */
export const FILEABLE = ['APPROVED', 'SUSPENDED'] as const satisfies readonly QualificationStatus[]

export const isFileable = (status: QualificationStatus): boolean => FILEABLE.some((one) => one === status)

/** Whether someone keeps filings at all, and it is not of an account that they belong to. */
export function mayFile(actor: Actor, { accountId }: { accountId: string }): boolean {
  return actor.kind === 'PERSON' && can(actor, 'filing.manage') && !actor.accountIds.includes(accountId)
}
