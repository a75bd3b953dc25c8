import type { PersonActor } from '@/lib/actor/actor'
import type { Reading } from '@/lib/checks/reading'
import { issueLetters } from '@/lib/qualifications/draft/letters/issue-letters'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { letterCode } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { aDocumentIn, aReadyDraft } from './qualifications'
import { aLetterReading, anUnreadLetter, EMPTY_BOX, readAs } from './readings'

/**
 * This module puts into the place of a letter what a machine has read: the files are rows, and the readings are given.
 */

export const LETTER_VERSION = 'cn-mainland/2024-10'
export const THUMBPRINT = { mark: { ...EMPTY_BOX, kind: 'thumbprint' } } as const

type Draft = { applicant: PersonActor & { accountId: string }; id: string }

/** Changes a fact that is printed on the letter. */
export const rename = ({ applicant, id }: Draft, name: string) =>
  saveFields(applicant, {
    ...{ qualificationId: id, task: 'identity', seen: '', overwrite: 'yes' },
    answers: { 'person.name': name },
  })

/** Returns a draft of which one letter was issued; nothing is in its place. */
export async function aDraftOfOneLetter() {
  const { applicant, id } = await aReadyDraft()
  const draft = { applicant, id }
  await removeLetter(draft)
  return { ...draft, now: await issued(draft) }
}

/** Returns a draft of which two letters were issued: one of an earlier name, and the current one. */
export async function aDraftOfTwoLetters() {
  const { now: old, ...draft } = await aDraftOfOneLetter()
  await rename(draft, '王晓明')
  return { ...draft, old, now: await issued(draft) }
}

async function issued({ applicant, id }: Draft): Promise<string> {
  const [letter] = await issueLetters(applicant, id)
  return letter?.id ?? ''
}

/** Removes the photographs of the letter. */
export async function removeLetter({ applicant, id }: Draft) {
  const held = (await readDraft(applicant, id))?.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')
  for (const { fileId } of held?.pages ?? []) await removeDocumentPage(applicant, { qualificationId: id, fileId })
}

/** Returns what is read of a good page of a letter; where its code is not, it is like the one of the issued page. */
export async function aPageOf(letterId: string, page: number, isRead = true): Promise<Reading> {
  const text = letterCode({ letterId, page, pages: 2, version: LETTER_VERSION }, await letterKey())
  const code = { text, confidence: isRead ? 1 : 0.9, isRead }
  return aLetterReading(text, page === 2, { code, ...(page === 2 ? THUMBPRINT : {}) })
}

/** Returns what is read of a picture in which nothing of a letter was found. */
export function noLetter(kind: Reading['kind'], isBlank = false): Reading {
  const { letter, ...reading } = anUnreadLetter()
  return { ...reading, kind, ...(letter && { letter: { ...letter, blank: isBlank } }) }
}

/** Puts files into the place of the letter, each with what was read on its pages. */
export async function photographedAs({ applicant, id }: Draft, ...files: Reading[][]) {
  for (const pages of files) await readAs(await aDocumentIn(id, applicant, 'COMMITMENT_LETTER'), ...pages)
}

/** Returns what the applicant is shown of the letter. */
export async function letterFindingsOf({ applicant, id }: Draft): Promise<string[]> {
  const findings = (await readDraft(applicant, id))?.findings ?? []
  return findings
    .filter(({ place }) => place.on === 'DOCUMENT' && place.kind === 'COMMITMENT_LETTER')
    .map(({ severity, code }) => `${severity} ${code}`)
}
