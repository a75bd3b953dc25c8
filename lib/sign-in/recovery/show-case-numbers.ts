import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { countRevealOnce } from '@/lib/accounts/reveals/count-reveal'
import { countingTransaction } from '@/lib/accounts/reveals/counting-transaction'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { requireCaseReviewer, visibleCases } from './case-policy'
import { type DeclaredPerson, readDeclaredPeople } from './declared-people'

/**
 * Returns, unmasked, the ID numbers that the pictures of a case are compared with. Nobody claims a case, so no claim
 * covers this: it needs a fresh factor, as granting does, and each person counts as a reveal (decisions 35 and 105),
 * once an hour together with the case's pictures. The case itself is the reason.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND, INVALID_STATE when it was decided or leads to nobody, FRESH_FACTOR_NEEDED,
 * REVEALS_USED_UP
 */
export async function showCaseNumbers(actor: PersonActor, { caseId }: { caseId: string }): Promise<DeclaredPerson[]> {
  requireCaseReviewer(actor)
  return countingTransaction(actor, async (tx) => {
    const found = await tx.accessCase.findFirst({ where: { AND: [{ id: caseId }, visibleCases(actor)] } })
    if (!found) throw new DomainError('NOT_FOUND', 'No such case')
    const { state, userId } = found
    if (state !== 'HANDED_IN' || !userId) {
      throw new DomainError('INVALID_STATE', 'Nothing to compare with', { subjectId: caseId })
    }
    await requireFreshFactor(tx, actor, caseId)
    const people = await readDeclaredPeople(tx, userId)
    await countRevealOnce(tx, actor, { kind: 'ACCESS_CASE', subjectId: caseId }, Math.max(1, people.length))
    const event = { action: 'access_case.declared_shown', subjectId: caseId, data: { people: people.length } } as const
    await recordAudit(tx, actor, event, { using: 'review.decide' })
    return people
  })
}
