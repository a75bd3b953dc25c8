import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { caseReference } from './access-case'
import { openPass } from './case-pass'
import { requireCaseReviewer, visibleCases } from './case-policy'

/** Returns the state of a case for the person who opened it, and nothing of the account. */
export async function readOwnCase(pass: string | null) {
  const caseId = await openPass(pass)
  if (!caseId) return null
  const found = await database().accessCase.findUnique({ where: { id: caseId } })
  if (!found) return null
  const { kind, state, reason, submittedAt, decidedAt } = found
  return { reference: caseReference(caseId), kind, state, reason, submittedAt, decidedAt }
}

/**
 * Returns the waiting cases, those that have waited longest first, then those that were decided last.
 *
 * @throws DomainError FORBIDDEN
 */
export async function listCases(actor: PersonActor) {
  requireCaseReviewer(actor)
  const select = { id: true, kind: true, state: true, submittedAt: true, decidedAt: true, decidedById: true } as const
  const [waiting, decided] = await Promise.all([
    database().accessCase.findMany({
      where: { AND: [visibleCases(actor), { state: 'HANDED_IN' }] },
      orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }],
      take: 100,
      select,
    }),
    database().accessCase.findMany({
      where: { AND: [visibleCases(actor), { state: { in: ['GRANTED', 'REFUSED'] } }] },
      orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
      take: 50,
      select,
    }),
  ])
  const names = await staffNames(decided.flatMap(({ decidedById }) => (decidedById ? [decidedById] : [])))
  const shown = ({ decidedById, ...rest }: (typeof waiting)[number]) => ({
    ...rest,
    reference: caseReference(rest.id),
    decidedBy: decidedById ? (names.get(decidedById) ?? null) : null,
  })
  return { waiting: waiting.map(shown), decided: decided.map(shown) }
}

/** Counts the waiting cases, for staff who decide them. */
export async function countCases(actor: PersonActor): Promise<number> {
  return database().accessCase.count({ where: { AND: [visibleCases(actor), { state: 'HANDED_IN' }] } })
}
