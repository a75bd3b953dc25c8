import 'server-only'
import { randomInt } from 'node:crypto'
import { newToken, tokenHash } from '@/lib/accounts/link-token'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { HOUR } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime, transaction } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { requiredSlot } from '@/lib/rulebook/required-slots'
import { findDraft, lockDraft } from '../draft/draft'
import { refuseLockedSlot } from '../draft/draft-locks'
import { LETTER_SLOTS } from '../draft/letters/draft-letters'
import { readOpened } from '../draft/read-opened'
import { endPhonesIn } from './end-phones'
import { letterLinkSecret } from './letter-link-secret'

/** A link to a letter works for so long after it was made; nothing extends it. */
export const LETTER_LINK_HOURS = 72

/** The code is given separately. Neither it nor the link can be read again. */
export type StartedLetterLink = { id: string; url: string; code: string; endsAt: Date }

/**
 * Makes a link by which somebody else, such as the department that seals, downloads a letter of the draft and uploads
 * the signed one; it ends the one before.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INVALID_INPUT when the draft has no such letter, LOCKED,
 *   CONFLICT
 */
export async function startLetterLink(
  actor: PersonActor,
  { qualificationId, letter }: { qualificationId: string; letter: DocumentKind },
): Promise<StartedLetterLink> {
  const { token, hash } = newToken()
  const code = randomInt(1_000_000).toString().padStart(6, '0')
  const secretHash = tokenHash(await letterLinkSecret(token, code))
  const id = newId()
  const endsAt = await transaction(async (tx) => {
    const draft = await findDraft(tx, actor, qualificationId)
    await lockDraft(tx, draft)
    const { content } = await readOpened(tx, draft.qualification, draft.submission.id)
    if (!LETTER_SLOTS.has(letter) || !requiredSlot(draft.rulebook, content, letter, null)) {
      throw new DomainError('INVALID_INPUT', 'No such letter', { subjectId: qualificationId })
    }
    await refuseLockedSlot(tx, draft, { kind: letter, senderSignatureId: null })
    await endPhonesIn(tx, actor, { qualificationId, letter }, 'REPLACED')
    const createdAt = await databaseTime(tx)
    const endsAt = new Date(createdAt.getTime() + LETTER_LINK_HOURS * HOUR)
    const { id: submissionId, revision } = draft.submission
    const { handoverId } = (await tx.session.findFirst({
      where: { id: actor.sessionId, onlyAccountId: { not: null } },
      select: { handoverId: true },
    })) ?? { handoverId: null }
    const row = {
      id,
      userId: actor.id,
      submissionId,
      letter,
      handoverId,
      tokenHash: hash,
      secretHash,
      createdAt,
      endsAt,
    }
    await tx.phoneSession.create({ data: row })
    const data = { letterLinkId: id, revision, kind: letter, endsAt: endsAt.toISOString() }
    const event = { action: 'letter_link.started', subjectId: qualificationId, data } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    return endsAt
  })
  return { id, code, endsAt, url: new URL(`/forwarded/${token}`, env().ZHUNXIN_URL).href }
}
