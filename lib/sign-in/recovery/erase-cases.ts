import 'server-only'
import { database, type Tx, transaction } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { dropUnusedFiles } from '@/lib/documents/drop-files'
import { finishErasing } from '@/lib/documents/erase-files'
import { CASE_DAYS } from './access-case'

/**
 * Erases cases completely: pictures, number and rows. The decision stays in the audit log, by ids.
 *
 * @returns the blobs that `finishErasing` deletes from the store after the commit
 */
export async function eraseCases(tx: Tx, where: Prisma.AccessCaseWhereInput): Promise<string[]> {
  const cases = await tx.accessCase.findMany({ where, select: { id: true, dataKeyId: true, files: true } })
  const ids = cases.map(({ id }) => id)
  await tx.accessCaseFile.deleteMany({ where: { caseId: { in: ids } } })
  const blobs = await dropUnusedFiles(
    tx,
    cases.flatMap(({ files }) => files.map(({ fileId }) => fileId)),
  )
  await tx.accessCase.deleteMany({ where: { id: { in: ids } } })
  await tx.dataKey.deleteMany({ where: { id: { in: cases.map(({ dataKeyId }) => dataKeyId) } } })
  return blobs
}

/**
 * Removes erased pictures from their cases, after a restore. A case is erased with all of its pictures: without the
 * last one it goes too.
 */
export async function removeFromCases(tx: Tx, fileIds: readonly string[]): Promise<void> {
  const within = { fileId: { in: [...fileIds] } }
  const cases = await tx.accessCaseFile.findMany({ where: within, select: { caseId: true } })
  await tx.accessCaseFile.deleteMany({ where: within })
  await eraseCases(tx, { id: { in: cases.map(({ caseId }) => caseId) }, files: { none: {} } })
}

/** Erases cases some time after their decision, and those to which nothing was ever submitted. */
export async function purgeCases(): Promise<void> {
  const [{ before }] = await database().$queryRaw<[{ before: Date }]>`
    SELECT clock_timestamp() - make_interval(days => ${CASE_DAYS}::int) AS before`
  const old = { OR: [{ decidedAt: { lt: before } }, { state: 'OPEN' as const, createdAt: { lt: before } }] }
  await finishErasing(await transaction((tx) => eraseCases(tx, old)))
}
