import 'server-only'
import { DataKeyMissingError, unwrapDataKey } from '@/lib/crypto/data-keys'
import type { WrappedKey } from '@/lib/crypto/parse-keyring'
import type { Reader } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { openContent, STORED_CONTENT, type StoredContent, type SubmissionContent } from '../content'
import { openUnready, UNREADY_FILES, type UnreadyFile, type UnreadyText } from '../files/unready-files'

/** Holds what a submission declares, the key that opens it, its files that are in no slot, and the database's time. */
export type Opened = { key: Buffer; content: SubmissionContent; unready: UnreadyFile[]; now: Date }

type Row<T> = WrappedKey & { id: string; also: T; content: StoredContent; unready: UnreadyText[]; now: Date }

/**
 * Reads what a draft consists of in one statement: every page, save and upload needs all of it. A verb that writes
 * calls it once it has locked the draft.
 *
 * @param also selects one value, as JSON, that the caller needs of the same moment
 * @throws DataKeyMissingError, DataKeyErasedError
 */
export async function readOpened<T = null>(
  reader: Reader,
  { kind, dataKeyId }: { kind: QualificationKind; dataKeyId: string },
  submissionId: string,
  also: Prisma.Sql = Prisma.sql`NULL::jsonb`,
): Promise<Opened & { also: T }> {
  const [row] = await reader.$queryRaw<Row<T>[]>`
    SELECT k.id::text, k.wrapped, k.keyring_id AS "keyringId", ${STORED_CONTENT} AS content, ${UNREADY_FILES} AS unready,
      date_trunc('milliseconds', clock_timestamp()) AS now, (${also}) AS also
    FROM submissions s, data_keys k WHERE s.id = ${submissionId}::uuid AND k.id = ${dataKeyId}::uuid`
  if (!row) throw new DataKeyMissingError(dataKeyId)
  const key = await unwrapDataKey(row)
  const content = openContent(kind, submissionId, key, row.content)
  return { key, content, unready: openUnready(row.unready), now: row.now, also: row.also }
}
