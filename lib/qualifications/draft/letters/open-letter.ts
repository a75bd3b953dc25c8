import 'server-only'
import { consumeCertificate } from '@/lib/accounts/limits/request-limits'
import type { AccountActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { transaction } from '@/lib/db/client'
import { drawLetter } from '@/lib/rulebook/letters/draw-letter'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { SLOT_OF_LETTER } from './draft-letters'
import { type IssuedLetter, issueLetters } from './issue-letters'

/**
 * Returns a letter of the actor's own draft as a PDF to print and sign. A download by a client, who is nobody on it, is
 * an event.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INCOMPLETE, OPERATOR_UNNAMED, RATE_LIMITED
 */
export async function openLetter(
  actor: AccountActor,
  { qualificationId, variant }: { qualificationId: string; variant: string },
): Promise<{ name: string; pdf: Buffer }> {
  if (!isId(qualificationId)) throw new DomainError('NOT_FOUND', 'No id')
  const issued = (await issueLetters(actor, qualificationId)).find((one) => one.variant === variant)
  if (!issued) throw new DomainError('NOT_FOUND', 'No such letter', { subjectId: qualificationId })
  await consumeCertificate({ userId: actor.id })
  const { pdf } = await drawLetter({ ...issued, signer: await letterKey() })
  if (actor.kind === 'CLIENT') await recordDownload(actor, qualificationId, issued)
  return { name: letterFileName(issued), pdf }
}

async function recordDownload(actor: AccountActor, subjectId: string, { variant }: IssuedLetter): Promise<void> {
  await transaction(async (tx) => {
    const { revision } = await tx.qualification.findUniqueOrThrow({
      where: { id: subjectId },
      select: { revision: true },
    })
    await recordAudit(tx, actor, {
      action: 'letter.downloaded',
      subjectId,
      data: { revision, kind: SLOT_OF_LETTER[variant] },
    })
  })
}

/** Returns the name of the file of a letter. */
export const letterFileName = ({ letter: { title, reference } }: IssuedLetter): string =>
  `${title['zh-CN']}-${reference}.pdf`
