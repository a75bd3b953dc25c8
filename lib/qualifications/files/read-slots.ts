import type { Reading } from '@/lib/checks/reading'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { ReadSlot, RequiredSlot } from '@/lib/rulebook/required-slots'
import type { SubmissionContent } from '../content'

/** Returns the files of a slot, in order. */
export const filesIn = (
  { rows }: Pick<SubmissionContent, 'rows'>,
  kind: DocumentKind,
  senderSignatureId: string | null,
) => rows.find((row) => row.kind === kind && row.senderSignatureId === senderSignatureId)?.pages ?? []

/** Holds what was read of a page, and which page of its file it is, from 0. */
export type FilePage = Reading & { fileId: string; page: number }

/** Returns the slots with what was read of their files, which are the keys of the readings. */
export const readSlots = (
  content: SubmissionContent,
  slots: readonly RequiredSlot[],
  readings: ReadonlyMap<string, readonly Reading[]>,
): ReadSlot<FilePage>[] =>
  slots.map((slot) => {
    const files = filesIn(content, slot.slot.kind, slot.senderSignatureId)
    const pagesOf = (fileId: string) =>
      (readings.get(fileId) ?? []).map((reading, page) => ({ ...reading, fileId, page }))
    return { ...slot, pages: files.flatMap(({ fileId }) => pagesOf(fileId)) }
  })
