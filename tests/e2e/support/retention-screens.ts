import { type PersonActor, SYSTEM } from '@/lib/actor/actor'
import { database, transaction } from '@/lib/db/client'
import { eraseQualification } from '@/lib/privacy/erasure/erase-qualification'
import { liftLegalHold } from '@/lib/privacy/holds/lift-legal-hold'
import { placeLegalHold } from '@/lib/privacy/holds/place-legal-hold'
import { endedAgo } from '@/tests/factories/endings'
import { aReadyDraft } from '@/tests/factories/qualifications'
import type { Screen } from './screen'

/** Lists what staff see of retention: what is due when, legal holds, requests for erasure and what is erased. */
export async function retentionPages(
  actor: PersonActor,
  auditor: PersonActor,
  { held, asked }: { held: string; asked: { id: string; applicant: { id: string; accountId: string } } },
): Promise<Screen[]> {
  const note = '市监局来函（2026）17 号，请保留至结案。'
  const hold = await placeLegalHold(actor, {
    qualificationId: held,
    covers: 'QUALIFICATION',
    reason: 'DISPUTE',
    note: null,
  })
  await liftLegalHold(actor, hold)
  await placeLegalHold(actor, { qualificationId: held, covers: 'ACCOUNT', reason: 'AUTHORITY_REQUEST', note })
  const gone = await aReadyDraft()
  await endedAgo(gone.id, 'WITHDRAWN', 91)
  const order = { id: gone.id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'RETENTION', requestId: null } as const
  await transaction((tx) => eraseQualification(tx, SYSTEM, order))
  const overdue = await aReadyDraft()
  await endedAgo(overdue.id, 'REJECTED', 91)
  const { accountId } = await database().qualification.findUniqueOrThrow({ where: { id: held } })
  const { userId } = await database().membership.findFirstOrThrow({ where: { accountId } })
  await database().erasureRequest.create({
    data: { accountId, requestedById: userId, state: 'WAITING', obstacles: ['LEGAL_HOLD', 'SUSPICION'] },
  })
  const request = await database().erasureRequest.create({
    data: {
      accountId: asked.applicant.accountId,
      qualificationId: asked.id,
      requestedById: asked.applicant.id,
      state: 'WAITING',
      obstacles: ['TERM_NOT_OVER'],
    },
  })
  return [
    { name: 'retention', url: '/retention', actor },
    { name: 'retention-past-the-end', url: `/retention?after=due.0.253402300799999.${held}`, actor },
    { name: 'retention-requests', url: '/retention?show=requests', actor },
    { name: 'retention-granting', url: `/retention?show=requests&request=${request.id}&decide=GRANT`, actor },
    { name: 'retention-refused', url: '/retention?show=requests&decided=REFUSE', actor: auditor },
    { name: 'retention-holds', url: '/retention?show=holds', actor },
    { name: 'retention-erasures', url: '/retention?show=erasures', actor },
    { name: 'retention-erasures-empty', url: `/retention?show=erasures&after=erasures.0.1.${held}`, actor },
  ]
}
