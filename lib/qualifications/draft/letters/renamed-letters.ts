import 'server-only'
import { legalName } from '@/lib/core/operator'
import type { Reader } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { readReadings } from '@/lib/documents/readings/read-readings'
import { addressee } from '@/lib/rulebook/letters/addressee'
import type { SubmissionContent } from '../../content'
import { LETTER_SLOTS, SLOT_OF_LETTER } from './draft-letters'
import { factsIn } from './facts-in'
import { type LetterPictures, letterPictures } from './letter-pictures'

type Photographed = {
  qualificationId: string
  key: Uint8Array
  content: SubmissionContent
  /** Holds what the pictures show, where that was read already. */
  pictures?: LetterPictures
}

/**
 * Returns the letters whose photographs name the platform by another name than it has now. The code in a photograph
 * identifies its letter; without one it is of a letter that was issued before the upload. Where one of those has the
 * present name, nothing says that another was photographed. An operator without a name has no other one.
 */
export async function renamedLetters(
  reader: Reader,
  { qualificationId, key, content, pictures }: Photographed,
): Promise<ReadonlySet<DocumentKind>> {
  if (!legalName()) return new Set()
  const now = addressee()
  const rows = await reader.letter.findMany({ where: { qualificationId } })
  const letters = rows.map((letter) => ({ ...letter, isRenamed: factsIn(letter, key).platform !== now }))
  if (!letters.some(({ isRenamed }) => isRenamed)) return new Set()
  const shown = pictures ?? (await readPictures(reader, content))
  const renamed = content.rows.filter(({ kind, pages }) => {
    const ofSlot = letters.filter(({ variant }) => SLOT_OF_LETTER[variant] === kind)
    return pages.some(({ fileId, file }) => {
      const codes = (shown.get(fileId) ?? []).flatMap(({ said }) => said?.letterId ?? [])
      if (codes.length > 0) return ofSlot.some(({ id, isRenamed }) => isRenamed && codes.includes(id))
      const possible = ofSlot.filter(({ issuedAt }) => issuedAt <= file.createdAt)
      return possible.length > 0 && possible.every(({ isRenamed }) => isRenamed)
    })
  })
  return new Set(renamed.map(({ kind }) => kind))
}

async function readPictures(reader: Reader, content: SubmissionContent): Promise<LetterPictures> {
  const files = content.rows.filter(({ kind }) => LETTER_SLOTS.has(kind)).flatMap(({ pages }) => pages)
  return letterPictures(
    content,
    await readReadings(
      reader,
      files.map(({ fileId }) => fileId),
    ),
  )
}
