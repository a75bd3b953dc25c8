import 'server-only'
import type { Actor, PhoneActor, Sender } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Reader } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { rulebookOf } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { type Draft, findDraft, readNewest } from '../draft/draft'
import { isEditable, isFileable } from '../lifecycle'
import { isOwn, ownedBy } from '../policy'

/**
 * Returns what a file of this kind is uploaded for: the request that is open for it, or the open submission.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE
 */
export async function findPlace(reader: Reader, actor: Sender, id: string, kind: DocumentKind): Promise<Draft> {
  if (actor.kind === 'PHONE') {
    if (actor.letter && actor.letter !== kind) throw new DomainError('NOT_FOUND', 'Not the letter of this link')
    return findDraftOfPhone(reader, actor, id)
  }
  try {
    return await findDraft(reader, actor, id)
  } catch (error) {
    // Only of an approved one, whose submission is closed, is more requested.
    const isClosed = error instanceof DomainError && error.code === 'INVALID_STATE'
    const requested = isClosed ? await findRequested(reader, actor, id, { kind }) : null
    if (requested) return requested
    throw error
  }
}

/**
 * Returns what a file is in: the request that is open, or the open submission.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE
 */
export async function findPlaceOf(reader: Reader, actor: Sender, id: string, fileId: string): Promise<Draft> {
  if (actor.kind === 'PHONE') return findDraftOfPhone(reader, actor, id)
  const unready = await reader.storedFile.findFirst({ where: { id: fileId, submission: { qualificationId: id } } })
  const holding = unready?.slotKind ? { kind: unready.slotKind } : { document: { pages: { some: { fileId } } } }
  return (await findRequested(reader, actor, id, holding)) ?? findDraft(reader, actor, id)
}

/**
 * Returns the draft of a phone, as it was when the code was made: no other, no later revision, and no request after the
 * approval.
 *
 * @throws DomainError NOT_FOUND, INVALID_STATE
 */
export async function findDraftOfPhone(reader: Reader, phone: PhoneActor, id: string): Promise<Draft> {
  const found = id === phone.qualificationId ? await readNewest(reader, phone, id) : null
  if (!found?.account.isMember) throw new DomainError('NOT_FOUND', 'Not the draft of this phone')
  const { qualification, submission } = found
  if (submission.id !== phone.submissionId || submission.submittedAt !== null || !isEditable(qualification.status)) {
    throw new DomainError('INVALID_STATE', 'Submitted or closed', { subjectId: id })
  }
  const rulebook = await rulebookOf(submission.rulebookVersion, reader)
  return { qualification, submission, rulebook, rules: rulesFor(rulebook, qualification.kind) }
}

type Holding = { kind: DocumentKind } | { document: { pages: { some: { fileId: string } } } }

async function findRequested(reader: Reader, actor: Actor, id: string, holding: Holding): Promise<Draft | null> {
  const supplement = await reader.supplement.findFirst({
    where: { ...holding, state: 'OPEN', submission: { qualification: { AND: [{ id }, ownedBy(actor)] } } },
    include: { submission: { include: { qualification: true } } },
  })
  if (!supplement) return null
  const { qualification, ...submission } = supplement.submission
  if (!isOwn(actor, qualification) || !isFileable(qualification.status)) {
    throw new DomainError('INVALID_STATE', `Nothing is uploaded while it is ${qualification.status}`, { subjectId: id })
  }
  const rulebook = await rulebookOf(submission.rulebookVersion, reader)
  const rules = rulesFor(rulebook, qualification.kind)
  return { qualification, submission, rulebook, rules, supplement: { id: supplement.id } }
}
