import 'server-only'
import { randomBytes } from 'node:crypto'
import { pipeline, Transform } from 'node:stream'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import { countAllowedList } from '@/lib/accounts/reveals/count-list'
import { SYSTEM } from '@/lib/actor/actor'
import { capabilitiesOf } from '@/lib/actor/capabilities'
import { recordAudit } from '@/lib/audit/record'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { logBug } from '@/lib/core/log'
import { startInterval } from '@/lib/core/timers'
import { KEY_LENGTH } from '@/lib/crypto/aead'
import { keyring } from '@/lib/crypto/keyring'
import { database, transaction } from '@/lib/db/client'
import type { ExportFailure, ExportFormat, ExportState, ExportSubject } from '@/lib/db/generated/enums'
import { removeBlobs } from '@/lib/documents/receive-file'
import { StoreUnavailableError } from '@/lib/storage/store-port'
import { writeBlob } from '@/lib/storage/vault'
import { STORED_DAYS } from './formats'
import { MoreRowsError } from './list'
import { LISTS, RIGHTS } from './lists'
import { ExportFilters } from './schemas'
import { exportWords } from './words'

/** Another worker claims the export of a killed process after this time without progress. */
const HOLD = '1 minute'
const REPORT_EVERY = SECOND
/** An export that killed its worker this often is not tried again. */
const MAX_ATTEMPTS = 3

type ClaimedExport = {
  id: string
  askedById: string
  subject: ExportSubject
  format: ExportFormat
  filters: unknown
  locale: string
  isMasked: boolean
  until: Date
  expected: number
  attempts: number
  blobId: string
  savedReportId: string | null
  /** The second administrator who allowed it. */
  decidedById: string | null
}

/** The export was cancelled, or another worker has claimed it. */
class ClaimLostError extends Error {}

/** The worker is stopping, so that another one writes the export. */
class StoppedError extends Error {}

/**
 * Writes the export that has waited longest, and seals it into the vault. Several workers may do so at once.
 *
 * @param signal stops it, so that another worker claims it
 * @returns whether there was one
 */
export async function runNextExport(signal?: AbortSignal): Promise<boolean> {
  const claimed = await claimExport()
  if (!claimed) return false
  try {
    if (claimed.attempts > MAX_ATTEMPTS) await failExport(claimed, 'GAVE_UP')
    else if (!(await isAllowed(claimed))) await failExport(claimed, 'NOT_ALLOWED')
    else await writeExport(claimed, signal)
  } catch (error) {
    if (error instanceof ClaimLostError) return true
    if (error instanceof StoppedError) return releaseExport(claimed)
    if (error instanceof MoreRowsError) return failExport(claimed, 'MORE_ROWS')
    logBug(error, { act: 'export.run' })
    await failExport(claimed, error instanceof StoreUnavailableError ? 'STORE' : 'UNEXPECTED')
  }
  return true
}

/**
 * Claims the export that has waited longest. Its blob gets a new name each time: the blob of a killed process is an
 * orphan.
 */
async function claimExport(): Promise<ClaimedExport | undefined> {
  const [claimed] = await database().$queryRaw<ClaimedExport[]>`
    UPDATE exports SET state = 'RUNNING', attempts = attempts + 1, done = 0, blob_id = ${newId()}::uuid,
      held_until = clock_timestamp() + ${HOLD}::interval
    WHERE id = (
      SELECT id FROM exports
      WHERE state = 'WAITING' OR (state = 'RUNNING' AND held_until < clock_timestamp())
      ORDER BY asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, asked_by_id AS "askedById", subject, format, filters, locale, is_masked AS "isMasked", until, expected,
      attempts, blob_id AS "blobId", saved_report_id AS "savedReportId", decided_by_id AS "decidedById"`
  return claimed
}

/** Returns whether the person who requested it still may: they may have been disabled since, or have lost the right. */
async function isAllowed({ askedById, subject, isMasked }: ClaimedExport): Promise<boolean> {
  const person = await database().user.findUnique({
    where: { id: askedById, status: 'ACTIVE' },
    select: { roles: { select: { role: true } } },
  })
  const may = capabilitiesOf(person?.roles.map(({ role }) => role) ?? [])
  return may.includes(RIGHTS[subject]) && (isMasked || may.includes('report.unmask'))
}

async function writeExport(claimed: ClaimedExport, signal: AbortSignal | undefined): Promise<void> {
  const { format, subject, until, expected, isMasked, blobId } = claimed
  const key = randomBytes(KEY_LENGTH)
  let [rows, size] = [0, 0]
  const content = await LISTS[subject].write({
    format,
    filters: ExportFilters.parse(claimed.filters),
    until,
    isMasked,
    most: isMasked ? undefined : expected,
    say: await exportWords(claimed.locale),
    onRows: (count) => {
      rows += count
    },
  })
  const counting = new Transform({
    transform(piece: Buffer, _encoding, done) {
      size += piece.length
      done(null, piece)
    },
  })
  pipeline(content, counting, () => {})
  const stop = () => content.destroy(new StoppedError())
  signal?.addEventListener('abort', stop)
  const reporting = startInterval(() => {
    reportProgress(claimed, rows).catch((error: unknown) => content.destroy(error as Error))
  }, REPORT_EVERY)
  try {
    await writeBlob({ id: blobId, key, plaintext: counting })
  } finally {
    clearInterval(reporting)
    signal?.removeEventListener('abort', stop)
  }
  try {
    await storeExport(claimed, { key, rows, size })
  } catch (error) {
    if (await isUnstored(claimed)) await removeBlobs([blobId])
    throw error
  }
}

/**
 * Returns whether certainly no export has the blob. A commit whose answer got lost may have happened, or may still
 * happen: the row is read once its lock is free. While it can't be read, the blob stays, to be collected later.
 */
async function isUnstored({ id, blobId }: ClaimedExport): Promise<boolean> {
  const rows = database().$queryRaw<{ state: ExportState }[]>`
    SELECT state FROM exports WHERE id = ${id}::uuid AND blob_id = ${blobId}::uuid FOR UPDATE`
  return rows.then(
    ([row]) => row?.state !== 'READY',
    () => false,
  )
}

/** Reports the rows so far, which also extends the claim. @throws ClaimLostError */
async function reportProgress({ id, blobId }: ClaimedExport, rows: number): Promise<void> {
  const isHeld = await database().$executeRaw`
    UPDATE exports SET done = ${rows}, held_until = clock_timestamp() + ${HOLD}::interval
    WHERE id = ${id}::uuid AND blob_id = ${blobId}::uuid AND state = 'RUNNING'`
  if (isHeld !== 1) throw new ClaimLostError()
}

async function storeExport(
  claimed: ClaimedExport,
  { key, rows, size }: { key: Buffer; rows: number; size: number },
): Promise<void> {
  const { id, blobId, askedById, decidedById } = claimed
  const dataKeyId = newId()
  const wrapped = await keyring().wrap(dataKeyId, key)
  await transaction(async (tx) => {
    await tx.dataKey.create({ data: { id: dataKeyId, ...wrapped } })
    const updated = await tx.$executeRaw`
      UPDATE exports SET state = 'READY', done = ${rows}, size = ${size}, data_key_id = ${dataKeyId}::uuid,
        held_until = NULL, finished_at = clock_timestamp(),
        kept_until = clock_timestamp() + make_interval(days => ${STORED_DAYS}::int)
      WHERE id = ${id}::uuid AND blob_id = ${blobId}::uuid AND state = 'RUNNING'`
    if (updated !== 1) throw new ClaimLostError()
    await recordAudit(tx, SYSTEM, { action: 'export.finished', subjectId: id, data: { rows, bytes: size } })
    if (decidedById) await countAllowedList(tx, { id: askedById }, rows, 'qualifications.unmasking_requested')
    if (!claimed.savedReportId) return
    const url = new URL('/reports', env().ZHUNXIN_URL).href
    await notifyColleague(tx, askedById, 'REPORT_READY', { url })
  })
}

async function releaseExport({ id, blobId }: ClaimedExport): Promise<boolean> {
  await database().$executeRaw`
    UPDATE exports SET state = 'WAITING', attempts = attempts - 1, blob_id = NULL, held_until = NULL
    WHERE id = ${id}::uuid AND blob_id = ${blobId}::uuid AND state = 'RUNNING'`
  return false
}

/** @returns true: there was one to write */
async function failExport({ id, blobId }: ClaimedExport, failure: ExportFailure): Promise<true> {
  await transaction(async (tx) => {
    const failed = await tx.$executeRaw`
      UPDATE exports SET state = 'FAILED', failure = ${failure}::"ExportFailure", blob_id = NULL, held_until = NULL,
        finished_at = clock_timestamp()
      WHERE id = ${id}::uuid AND blob_id = ${blobId}::uuid AND state = 'RUNNING'`
    if (failed === 1) await recordAudit(tx, SYSTEM, { action: 'export.failed', subjectId: id, data: { failure } })
  })
  return true
}
