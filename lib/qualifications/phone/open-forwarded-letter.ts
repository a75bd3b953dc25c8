import 'server-only'
import { consumeCertificate } from '@/lib/accounts/limits/request-limits'
import { type PhoneActor, personOf } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { database, transaction } from '@/lib/db/client'
import { drawLetter } from '@/lib/rulebook/letters/draw-letter'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { SLOT_OF_LETTER } from '../draft/letters/draft-letters'
import { type IssuedLetter, issueFor } from '../draft/letters/issue-letters'
import { letterFileName } from '../draft/letters/open-letter'
import { findDraftOfPhone } from '../files/find-place'
import { lockPhone } from './lock-phone'

/**
 * Returns the letter that a link is to, as it is now.
 *
 * @throws DomainError NOT_FOUND for a phone, and when the draft has no such letter, INVALID_STATE, INCOMPLETE,
 *   OPERATOR_UNNAMED
 */
export async function forwardedLetter(phone: PhoneActor): Promise<IssuedLetter> {
  if (!phone.letter) throw new DomainError('NOT_FOUND', 'No link to a letter')
  const draft = await findDraftOfPhone(database(), phone, phone.qualificationId)
  const issued = await issueFor(phone, draft)
  const letter = issued.find(({ variant }) => SLOT_OF_LETTER[variant] === phone.letter)
  if (!letter) throw new DomainError('NOT_FOUND', 'No longer a letter of the draft')
  return letter
}

/**
 * Returns it as a PDF to print and sign, with an event.
 *
 * @throws DomainError as `forwardedLetter`, FORWARD_ENDED, RATE_LIMITED
 */
export async function openForwardedLetter(phone: PhoneActor): Promise<{ name: string; pdf: Buffer }> {
  const issued = await forwardedLetter(phone)
  await consumeCertificate({ letterLinkId: phone.phoneSessionId })
  const { pdf } = await drawLetter({ ...issued, signer: await letterKey() })
  await transaction(async (tx) => {
    await lockPhone(tx, phone, 0)
    const { phoneSessionId: letterLinkId, qualificationId: subjectId } = phone
    const event = { action: 'letter_link.downloaded', subjectId, data: { letterLinkId } } as const
    await recordAudit(tx, personOf(phone), event)
  })
  return { name: letterFileName(issued), pdf }
}
