import 'server-only'
import type { Tx } from '@/lib/db/client'
import type { Draft } from '../draft/draft'

/** The document of a locked draft in which a file is a page, with its pages in order. */
export function findPage(tx: Tx, { submission, supplement }: Draft, fileId: string) {
  return tx.document.findFirst({
    where: { submissionId: submission.id, supplementId: supplement?.id ?? null, pages: { some: { fileId } } },
    include: { pages: { orderBy: [{ position: 'asc' }, { fileId: 'asc' }], include: { file: true } } },
  })
}
