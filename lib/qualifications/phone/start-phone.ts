import 'server-only'
import { newToken } from '@/lib/accounts/link-token'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { MINUTE } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { databaseTime, transaction } from '@/lib/db/client'
import { findDraft, lockDraft } from '../draft/draft'
import { endPhonesIn } from './end-phones'

/** A phone uploads for so long after its code was made; nothing extends it. */
export const PHONE_MINUTES = 15

export type StartedPhone = { id: string; url: string; endsAt: Date }

/**
 * Makes a link by which one phone uploads pictures for a draft, and ends the one before. The token can't be read again:
 * only its hash is stored.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, CONFLICT
 */
export async function startPhone(
  actor: PersonActor,
  { qualificationId }: { qualificationId: string },
): Promise<StartedPhone> {
  const { token, hash } = newToken()
  const id = newId()
  const endsAt = await transaction(async (tx) => {
    const draft = await findDraft(tx, actor, qualificationId)
    await lockDraft(tx, draft)
    await endPhonesIn(tx, actor, { qualificationId, letter: null }, 'REPLACED')
    const createdAt = await databaseTime(tx)
    const endsAt = new Date(createdAt.getTime() + PHONE_MINUTES * MINUTE)
    const { id: submissionId, revision } = draft.submission
    const by = { sessionId: actor.sessionId, userId: actor.id }
    await tx.phoneSession.create({ data: { id, ...by, submissionId, tokenHash: hash, createdAt, endsAt } })
    const data = { phoneSessionId: id, revision, endsAt: endsAt.toISOString() }
    const event = { action: 'phone_session.started', subjectId: qualificationId, data } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    return endsAt
  })
  return { id, endsAt, url: new URL(`/phone/${token}`, env().ZHUNXIN_URL).href }
}
