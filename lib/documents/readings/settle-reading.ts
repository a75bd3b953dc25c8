import 'server-only'
import type { Reading } from '@/lib/checks/reading'
import { seal } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { fileNotice } from '../examination/file-events'
import type { ClaimedReading } from './claim-reading'
import { contentPlace, type ReadingContent } from './reading-content'

/**
 * Stores what was read of a file, under its key, and has the pages of its drafts read again. Nothing is stored of a
 * file that was erased, or claimed again, meanwhile.
 *
 * @param pages the readings of its pages, in their order
 */
export async function storeReading(
  { fileId, attempts }: ClaimedReading,
  key: Uint8Array,
  pages: readonly Reading[],
): Promise<void> {
  const content: ReadingContent = { version: 1, pages }
  const sealed = seal(key, contentPlace(fileId), JSON.stringify(content))
  await database().$executeRaw`
    WITH stored AS (
      UPDATE readings SET state = 'READ', content_sealed = ${sealed}, read_at = date_trunc('milliseconds', clock_timestamp())
      WHERE file_id = ${fileId}::uuid AND state = 'WAITING' AND attempts = ${attempts}
      RETURNING file_id
    ), drafts AS (
      SELECT DISTINCT f.id AS file_id, f.account_id, s.qualification_id
      FROM stored JOIN stored_files f ON f.id = stored.file_id JOIN document_pages p ON p.file_id = f.id
      JOIN documents d ON d.id = p.document_id
      JOIN submissions s ON s.id = d.submission_id AND s.submitted_at IS NULL
    )
    SELECT ${NOTICE} FROM drafts`
}

const NOTICE = fileNotice({
  accountId: Prisma.sql`account_id`,
  qualificationId: Prisma.sql`qualification_id`,
  fileId: Prisma.sql`file_id`,
  state: 'READY',
})

/** Stores that a file can't be read: the reader failed at it each time. */
export async function giveUpReading({ fileId, attempts }: ClaimedReading): Promise<void> {
  await database().$executeRaw`
    UPDATE readings SET state = 'FAILED' WHERE file_id = ${fileId}::uuid AND state = 'WAITING' AND attempts = ${attempts}`
}
