import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import type { Tx } from '@/lib/db/client'
import { dropUnusedFiles } from '@/lib/documents/drop-files'
import type { DocumentRow } from './content'
import type { Draft } from './draft'

/**
 * Takes pages out of a locked draft, or whole documents when all of theirs are named, each with its event.
 *
 * @returns blobs that no submission needs any more: to be removed after the commit, by `finishErasing`
 */
export async function removePages(
  tx: Tx,
  actor: PersonActor,
  { qualification, submission }: Draft,
  document: DocumentRow,
  fileIds: readonly string[],
): Promise<string[]> {
  await tx.documentPage.deleteMany({ where: { documentId: document.id, fileId: { in: [...fileIds] } } })
  for (const fileId of fileIds) {
    const data = { revision: submission.revision, kind: document.kind, fileId }
    const event = { action: 'document.removed', subjectId: qualification.id, data } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
  }
  return dropUnusedFiles(tx, fileIds)
}

/** Takes whole documents out of a locked draft. */
export async function removeDocuments(tx: Tx, actor: PersonActor, draft: Draft, documents: readonly DocumentRow[]) {
  const orphans: string[] = []
  for (const document of documents) {
    const fileIds = document.pages.map(({ fileId }) => fileId)
    orphans.push(...(await removePages(tx, actor, draft, document, fileIds)))
    await tx.document.delete({ where: { id: document.id } })
  }
  return orphans
}
