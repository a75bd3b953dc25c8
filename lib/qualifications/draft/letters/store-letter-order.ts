import 'server-only'
import type { Tx } from '@/lib/db/client'
import type { DocumentRow, SubmissionContent } from '../../content'
import { type Locks, slotKey } from '../locks'
import { LETTER_SLOTS } from './draft-letters'
import { inLetterOrder } from './letter-order'
import type { LetterPictures } from './letter-pictures'

/** Returns the content with the photographs of each open letter in the order of its pages, where their codes say it. */
export function withLettersInOrder(
  content: SubmissionContent,
  { lockedSlots }: Locks,
  pictures: LetterPictures,
): SubmissionContent {
  const isOpenLetter = ({ kind, senderSignatureId }: DocumentRow) =>
    LETTER_SLOTS.has(kind) && !lockedSlots.has(slotKey(kind, senderSignatureId))
  const ordered = (row: DocumentRow) =>
    isOpenLetter(row) ? { ...row, pages: inLetterOrder(row.pages, pictures) } : row
  return { ...content, rows: content.rows.map(ordered) }
}

/** Stores the order in which the applicant saw the photographs of letters, for those who judge them. */
export async function storeLetterOrder(tx: Tx, { rows }: SubmissionContent): Promise<void> {
  for (const { id: documentId, kind, pages } of rows) {
    const isInOrder = pages.every(({ position }, index) => index === 0 || (pages[index - 1]?.position ?? 0) <= position)
    if (!LETTER_SLOTS.has(kind) || isInOrder) continue
    for (const [position, { fileId }] of pages.entries()) {
      await tx.documentPage.update({ where: { documentId_fileId: { documentId, fileId } }, data: { position } })
    }
  }
}
