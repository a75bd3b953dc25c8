import 'server-only'
import { type AccountActor, personOf, type Sender } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { addresseeOfNew } from '@/lib/core/operator'
import { seal } from '@/lib/crypto/fields'
import { database, type Reader, transaction } from '@/lib/db/client'
import type { Letter } from '@/lib/rulebook/letters/letter'
import type { LetterVariant } from '@/lib/rulebook/letters/letter-text'
import { textOfDraft } from '@/lib/rulebook/letters/registry'
import { letterPlace } from '../../sealed'
import { type Draft, findDraft, lockDraft } from '../draft'
import { type Opened, readOpened } from '../read-opened'
import { draftLetters, letterDigest } from './draft-letters'

/** A letter with its row, by which a photograph of it is known. */
export type IssuedLetter = { id: string; issuedAt: Date; variant: LetterVariant; letter: Letter }

/**
 * Returns the letters of a draft to print: its commitment and, when it sends for a principal, the authorisation; in the
 * text that this revision has to use now, with the parties filled in. The first issue with these facts makes a row, and
 * an event; the same facts again are the same letter.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INCOMPLETE while their particulars are missing,
 *   OPERATOR_UNNAMED
 */
export async function issueLetters(actor: AccountActor, qualificationId: string): Promise<IssuedLetter[]> {
  return issueFor(actor, await findDraft(database(), actor, qualificationId))
}

/**
 * Returns the same for a draft that was found for a person, or for the link to one of its letters.
 *
 * @throws DomainError INCOMPLETE, OPERATOR_UNNAMED
 */
export const issueFor = async (by: Sender, draft: Draft): Promise<IssuedLetter[]> =>
  (await issuedNow(database(), draft)) ?? issueNew(by, draft)

/** Returns the letters with their rows; null while one has none. */
async function issuedNow(reader: Reader, draft: Draft): Promise<IssuedLetter[] | null> {
  const wanted = await wantedLetters(reader, draft)
  const rows = await reader.letter.findMany({
    where: { qualificationId: draft.qualification.id, digest: { in: wanted.map(({ digest }) => digest) } },
    select: { id: true, issuedAt: true, variant: true },
  })
  const issued = wanted.flatMap(({ variant, letter }) => {
    const row = rows.find((one) => one.variant === variant)
    return row ? [{ ...row, letter }] : []
  })
  return issued.length === wanted.length ? issued : null
}

/** Issues them in a transaction, which a client's answer is stored in. */
export function issueNew(by: Sender, draft: Draft): Promise<IssuedLetter[]> {
  const { qualification, submission } = draft
  return transaction(async (tx) => {
    await lockDraft(tx, draft)
    const before = await issuedNow(tx, draft)
    if (before) return before // by a request at the same time
    refuseUnnamed(qualification.id)
    const wanted = await wantedLetters(tx, draft)
    const rows = wanted.map(({ key, variant, facts, digest }) => {
      const id = newId()
      const factsSealed = seal(key, letterPlace(id), JSON.stringify(facts))
      return { id, qualificationId: qualification.id, variant, version: facts.version, digest, factsSealed }
    })
    await tx.letter.createMany({ data: rows, skipDuplicates: true })
    const data = { revision: submission.revision, letterVersion: wanted[0]?.facts.version ?? submission.letterVersion }
    const event = { action: 'letter.issued', subjectId: qualification.id, data } as const
    await recordAudit(tx, personOf(by), event, { using: 'qualification.own' })
    const issued = await issuedNow(tx, draft)
    if (!issued) throw new Error('A letter that was issued has no row')
    return issued
  })
}

/**
 * Nobody signs what names no receiver: a legal name that is entered later would make the signed letter void.
 *
 * @throws DomainError OPERATOR_UNNAMED
 */
function refuseUnnamed(subjectId: string): void {
  if (!addresseeOfNew()) throw new DomainError('OPERATOR_UNNAMED', 'Nobody entered the legal name', { subjectId })
}

/** @throws DomainError INCOMPLETE */
async function wantedLetters(reader: Reader, { qualification, submission }: Draft) {
  const { key, content, now }: Opened = await readOpened(reader, qualification, submission.id)
  const { reference } = qualification
  const { version } = await textOfDraft(reader, submission, now)
  const letters = await draftLetters(reader, { content, reference, version })
  if (!letters.every(({ isComplete }) => isComplete)) {
    throw new DomainError('INCOMPLETE', 'Not all that stands on the letters is there', { subjectId: qualification.id })
  }
  return letters.map((one) => ({ ...one, key, digest: letterDigest(key, one.facts) }))
}
