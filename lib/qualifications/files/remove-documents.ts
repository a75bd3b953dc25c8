import 'server-only'
import { personOf, type Sender, throughOf } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db/client'
import { dropUnusedFiles } from '@/lib/documents/drop-files'
import type { DocumentRow } from '../content'
import type { Draft } from '../draft/draft'
import type { UnreadyFile } from './unready-files'

/**
 * Takes pages out of a locked draft, or whole documents when all of theirs are named, each with its event.
 *
 * @returns blobs that no submission needs any more: to be removed after the commit, by `finishErasing`
 */
export async function removePages(
  tx: Tx,
  actor: Sender,
  { qualification, submission }: Draft,
  document: Pick<DocumentRow, 'id' | 'kind'>,
  fileIds: readonly string[],
): Promise<string[]> {
  await tx.documentPage.deleteMany({ where: { documentId: document.id, fileId: { in: [...fileIds] } } })
  for (const fileId of fileIds) {
    const data = { revision: submission.revision, kind: document.kind, fileId, ...throughOf(actor) }
    const event = { action: 'document.removed', subjectId: qualification.id, data } as const
    await recordAudit(tx, personOf(actor), event, { using: 'qualification.own' })
  }
  return dropUnusedFiles(tx, fileIds)
}

/**
 * Takes files out of a locked draft that are being examined, each with its event, or that were refused, which have
 * theirs.
 *
 * @returns blobs to be removed after the commit, by `finishErasing`
 */
export async function dropUnready(
  tx: Tx,
  actor: Sender,
  { qualification, submission }: Draft,
  files: readonly UnreadyFile[],
): Promise<string[]> {
  for (const { id: fileId, state, slotKind } of files) {
    if (state !== 'RECEIVED' || !slotKind) continue
    const data = { revision: submission.revision, kind: slotKind, fileId, ...throughOf(actor) }
    const event = { action: 'document.removed', subjectId: qualification.id, data } as const
    await recordAudit(tx, personOf(actor), event, { using: 'qualification.own' })
  }
  return dropUnusedFiles(
    tx,
    files.map(({ id }) => id),
  )
}

/** Takes whole documents out of a locked draft. */
export async function removeDocuments(tx: Tx, actor: Sender, draft: Draft, documents: readonly DocumentRow[]) {
  const orphans: string[] = []
  for (const document of documents) {
    const fileIds = document.pages.map(({ fileId }) => fileId)
    orphans.push(...(await removePages(tx, actor, draft, document, fileIds)))
    await tx.document.delete({ where: { id: document.id } })
  }
  return orphans
}
