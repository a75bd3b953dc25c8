import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import { logBug } from '@/lib/core/log'
import { database, databaseTime, type Reader, type Tx, transaction } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { eraseFiles, finishErasing } from '@/lib/documents/erase-files'
import { heldAmong } from '../holds/holds'
import { retainedUntil } from '../retention/retained-until'
import { describeFile } from './erase-qualification'
import { tryLockErasing } from './erasing-lock'
import type { ErasureRecord } from './erasure-record'

/**
 * Erases the files of an account that an erasure left because another qualification used them, and that none with stored
 * documents uses any more: its applicant took them out of the draft, so that its own erasure doesn't find them. Each
 * qualification that had one gets a record and an event. What is held stays, and so does all of an account in which
 * somebody else erases: the next daily run finds it. Nothing takes such a file up again, since no draft is filled with
 * the documents of an erased qualification.
 *
 * @returns the blobs that `finishErasing` deletes from the store after the commit
 */
export async function eraseLeftFiles(tx: Tx, accountId: string): Promise<string[]> {
  await tx.$queryRaw`SELECT FROM accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
  if (!(await tryLockErasing(tx, accountId))) return []
  const pages = await pagesOf(tx, await leftIn(tx, accountId))
  const ids = [...new Set(pages.map(qualificationOf))]
  await tx.$queryRaw`SELECT FROM qualifications WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
  const held = await heldAmong(tx, ids)
  const heldFiles = new Set(pages.filter((page) => held.has(qualificationOf(page))).map(({ fileId }) => fileId))
  const blobIds: string[] = []
  const erased = new Set(heldFiles)
  for (const id of ids) {
    const own = pages.filter((page) => qualificationOf(page) === id && !erased.has(page.fileId))
    for (const { fileId } of own) erased.add(fileId)
    if (own.length > 0) blobIds.push(...(await eraseOf(tx, { id, accountId }, own)))
  }
  return blobIds
}

/** Erases them in all accounts. A failure is logged, and the others continue. */
export async function eraseAllLeftFiles(): Promise<void> {
  const accounts = await database().$queryRaw<{ id: string }[]>`
    SELECT DISTINCT f.account_id::text AS id FROM stored_files f WHERE ${IS_LEFT}`
  for (const { id: accountId } of accounts) {
    try {
      await finishErasing(await transaction((tx) => eraseLeftFiles(tx, accountId)))
    } catch (error) {
      logBug(error, { act: 'privacy.erase-left-files', accountId })
    }
  }
}

/** Matches a file `f` that can be opened, and that only qualifications have whose documents are erased. */
const IS_LEFT = Prisma.sql`
  EXISTS (SELECT FROM data_keys k WHERE k.id = f.data_key_id AND k.erased_at IS NULL)
  AND EXISTS (SELECT FROM document_pages p WHERE p.file_id = f.id)
  AND NOT EXISTS (
    SELECT FROM document_pages p JOIN documents d ON d.id = p.document_id
    JOIN submissions s ON s.id = d.submission_id JOIN qualifications q ON q.id = s.qualification_id
    WHERE p.file_id = f.id AND q.documents_erased_at IS NULL)`

async function leftIn(reader: Reader, accountId: string): Promise<string[]> {
  const files = await reader.$queryRaw<{ id: string }[]>`
    SELECT f.id::text FROM stored_files f WHERE f.account_id = ${accountId}::uuid AND ${IS_LEFT}`
  return files.map(({ id }) => id)
}

/** Returns where the files were, one page of each in each qualification, the last erased qualification first. */
const pagesOf = (reader: Reader, fileIds: string[]) =>
  reader.documentPage.findMany({
    where: { fileId: { in: fileIds } },
    orderBy: [{ document: { submission: { qualification: { documentsErasedAt: 'desc' } } } }, { documentId: 'asc' }],
    include: { file: true, document: { include: { submission: true } } },
  })

type Page = Awaited<ReturnType<typeof pagesOf>>[number]

const qualificationOf = ({ document }: Page): string => document.submission.qualificationId

async function eraseOf(tx: Tx, { id, accountId }: { id: string; accountId: string }, pages: readonly Page[]) {
  const each = [...new Map(pages.map((page) => [page.fileId, page])).values()]
  const blobIds = await eraseFiles(
    tx,
    each.map(({ fileId }) => fileId),
    'RETENTION',
  )
  const { detailsErasedAt } = await tx.qualification.findUniqueOrThrow({ where: { id } })
  const until = (await retainedUntil(tx, [id])).get(id)?.details.toISOString() ?? null
  const record: ErasureRecord = {
    version: 1,
    files: each.map(describeFile),
    details: null,
    person: false,
    remains: [
      { what: 'DECISIONS_AND_EVENTS', until: null },
      ...(detailsErasedAt ? [] : [{ what: 'DETAILS' as const, until }]),
    ],
  }
  const erasure = { id: newId(), accountId, qualificationId: id, scopes: ['DOCUMENTS' as const], requestId: null }
  await tx.erasure.create({ data: { ...erasure, cause: 'RETENTION', at: await databaseTime(tx), record } })
  const about = { erasureId: erasure.id, scopes: erasure.scopes, cause: 'RETENTION', requestId: null } as const
  const data = { ...about, files: each.length }
  await recordAudit(tx, SYSTEM, { action: 'qualification.erased', subjectId: id, data })
  return blobIds
}
