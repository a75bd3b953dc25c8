import 'server-only'
import { createHash } from 'node:crypto'
import { isReadable } from '@/lib/checks/readable'
import { dateIn } from '@/lib/core/clock'
import type { Reader } from '@/lib/db/client'
import { type DocumentKind, FindingCode, type QualificationKind } from '@/lib/db/generated/enums'
import { readReadings } from '@/lib/documents/readings/read-readings'
import { type Finding, isWarning } from '@/lib/rulebook/findings'
import { textOfDraft } from '@/lib/rulebook/letters/registry'
import { requiredSlots } from '@/lib/rulebook/required-slots'
import { problemsOf } from '@/lib/rulebook/requirements'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { letterPlaces } from '../files/letter-places'
import { readJudged } from '../read-judged'
import { findingsOf } from './findings'
import { LETTER_SLOTS } from './letters/draft-letters'
import { examineLetters } from './letters/examine-letters'
import { letterPictures } from './letters/letter-pictures'
import type { LetterStanding } from './letters/letter-standings'
import { renamedLetters } from './letters/renamed-letters'
import { withoutReplaced } from './letters/replaced-pages'
import { withLettersInOrder } from './letters/store-letter-order'
import { locksOf, slotKey } from './locks'
import { readOpened } from './read-opened'
import { readSource } from './read-source'

type Examined = {
  qualification: { id: string; reference: string; kind: QualificationKind; dataKeyId: string; renewsId: string | null }
  submission: { id: string; revision: number; letterVersion: string; createdAt: Date }
  rulebook: Rulebook
}

/**
 * Reads a draft and everything that is found in it. The pages call it, and the submission does while it has locked the
 * draft: both see the same list.
 */
export async function examineDraft(reader: Reader, { qualification, submission, rulebook }: Examined) {
  const { key, content: stored, unready, now } = await readOpened(reader, qualification, submission.id)
  const problems = problemsOf(rulebook, stored, dateIn(now))
  const judged = await readJudged(reader, qualification, submission.revision, key)
  const slots = requiredSlots(rulebook, stored)
  const fileIds = stored.rows.flatMap(({ pages }) => pages.map(({ fileId }) => fileId))
  const readings = await readReadings(reader, fileIds)
  const pictures = await letterPictures(stored, readings)
  const { content: kept, replaced } = withoutReplaced(stored, judged, pictures)
  const renamed = judged
    ? await renamedLetters(reader, { qualificationId: qualification.id, key, content: kept, pictures })
    : undefined
  const locks = locksOf(rulebook, judged, kept, problems, renamed)
  const content = withLettersInOrder(kept, locks, pictures)
  const isEachLetterLocked = slots
    .filter(({ slot }) => LETTER_SLOTS.has(slot.kind))
    .every(({ slot, senderSignatureId }) => locks.lockedSlots.has(slotKey(slot.kind, senderSignatureId)))
  const text = isEachLetterLocked
    ? { version: submission.letterVersion, moved: null, until: null }
    : await textOfDraft(reader, submission, now)
  const examined = {
    ...{ rulebook, key, content, replaced, unready, now, problems, judged, locks, text, pictures },
    ...(await examineLetters(reader, { qualification, key, content, text, pictures })),
    carriedFrom: await readSource(reader, qualification),
    readings: readings.pages,
    isReadable,
  }
  return { ...examined, slots, findings: withPlaces(findingsOf(examined), examined), unread: readings.waiting }
}

type Read = Omit<Parameters<typeof letterPlaces>[0], 'kind'> & { letters: ReadonlyMap<DocumentKind, LetterStanding> }

/** Adds to what was found in letters the pages of the files on which it is. */
function withPlaces(findings: readonly Finding[], { letters, ...read }: Read): Finding[] {
  return findings.map((finding) => {
    const { code, place } = finding
    if (!isFindingCode(code) || place.on !== 'DOCUMENT' || !LETTER_SLOTS.has(place.kind)) return finding
    const standing = letters.get(place.kind)
    const foreign = standing?.state === 'FOREIGN' ? standing.pages : []
    const filePlaces = letterPlaces({ ...read, kind: place.kind, foreign })(code)
    return filePlaces.length > 0 ? { ...finding, filePlaces } : finding
  })
}

const isFindingCode = (code: Finding['code']): code is FindingCode => code in FindingCode

/**
 * Returns a digest of what the page shows in addition to what blocks, for the form to send back; empty when that is
 * nothing. Figures don't count: a day that passes changes none of the sentences.
 */
export function shownDigest(findings: readonly Finding[]): string {
  const shown = findings.filter(isWarning).map(({ code, severity, place }) => ({ code, severity, place }))
  return shown.length === 0 ? '' : createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22)
}
