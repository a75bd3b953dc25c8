import 'server-only'
import { DataKeyMissingError, unwrapDataKey } from '@/lib/crypto/data-keys'
import type { WrappedKey } from '@/lib/crypto/parse-keyring'
import type { Reader } from '@/lib/db/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { openContent, STORED_CONTENT, type StoredContent, type SubmissionContent } from '../content'
import { openUnready, UNREADY_FILES, type UnreadyFile, type UnreadyText } from '../files/unready-files'

/** Holds what a submission declares, the key that opens it, its files that are in no slot, and the database's time. */
export type Opened = { key: Buffer; content: SubmissionContent; unready: UnreadyFile[]; now: Date }

type Row = WrappedKey & { id: string; content: StoredContent; unready: UnreadyText[]; now: Date }

/**
 * Reads what a draft consists of in one statement: every page, save and upload needs all of it. A verb that writes calls it
 * once it has locked the draft.
 *
 * @throws DataKeyMissingError, DataKeyErasedError
 */
export async function readOpened(
  reader: Reader,
  { kind, dataKeyId }: { kind: QualificationKind; dataKeyId: string },
  submissionId: string,
): Promise<Opened> {
  const [row] = await reader.$queryRaw<Row[]>`
    SELECT k.id::text, k.wrapped, k.keyring_id AS "keyringId", ${STORED_CONTENT} AS content, ${UNREADY_FILES} AS unready,
      date_trunc('milliseconds', clock_timestamp()) AS now
    FROM submissions s, data_keys k WHERE s.id = ${submissionId}::uuid AND k.id = ${dataKeyId}::uuid`
  if (!row) throw new DataKeyMissingError(dataKeyId)
  const key = await unwrapDataKey(row)
  const content = openContent(kind, submissionId, key, row.content)
  return { key, content, unready: openUnready(row.unready), now: row.now }
}
