import 'server-only'
import { randomBytes } from 'node:crypto'
import { pipeline, Transform } from 'node:stream'
import { tellColleague } from '@/lib/accounts/tell-colleague'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { capabilitiesOf } from '@/lib/auth/capabilities'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { logBug } from '@/lib/core/log'
import { KEY_LENGTH } from '@/lib/crypto/aead'
import { keyring } from '@/lib/crypto/keyring'
import { database, transaction } from '@/lib/db/client'
import { removeBlobs } from '@/lib/documents/receive-file'
import { StoreUnavailableError } from '@/lib/storage/store-port'
import { writeBlob } from '@/lib/storage/vault'
import { type ExportFormat, type ExportSubject, KEPT_DAYS } from './formats'
import { LISTS, RIGHTS } from './lists'
import { ExportFilters } from './schemas'
import { exportWords } from './words'

/** After which one whose process was killed is taken up by another. */
const HOLD = '1 minute'
const TELL_EVERY = SECOND
/** One that has killed its worker so often is not tried again. */
const MOST_ATTEMPTS = 3

type Taken = {
  id: string
  askedById: string
  subject: ExportSubject
  format: ExportFormat
  filters: unknown
  locale: string
  isMasked: boolean
  until: Date
  attempts: number
  blobId: string
  savedReportId: string | null
}

/** It was cancelled, or another worker took it for left. */
class TakenAwayError extends Error {}

/** The worker ends: another makes it. */
class StoppedError extends Error {}

/**
 * Makes the export that has waited longest, and seals it into the vault. Several workers may do so at once.
 *
 * @param signal ends it, and leaves it to another
 * @returns whether there was one
 */
export async function runNextExport(signal?: AbortSignal): Promise<boolean> {
  const taken = await take()
  if (!taken) return false
  try {
    if (taken.attempts > MOST_ATTEMPTS) await fail(taken, 'GAVE_UP')
    else if (!(await isAllowed(taken))) await fail(taken, 'NOT_ALLOWED')
    else await make(taken, signal)
  } catch (error) {
    if (error instanceof TakenAwayError) return true
    if (error instanceof StoppedError) return leave(taken)
    logBug(error, { act: 'export.run' })
    await fail(taken, error instanceof StoreUnavailableError ? 'STORE' : 'UNEXPECTED')
  }
  return true
}

/** Its blob has a new name each time: what a killed process left of one is an orphan. */
async function take(): Promise<Taken | undefined> {
  const [taken] = await database().$queryRaw<Taken[]>`
    UPDATE exports SET state = 'RUNNING', attempts = attempts + 1, done = 0, blob_id = ${newId()}::uuid,
      held_until = clock_timestamp() + ${HOLD}::interval
    WHERE id = (
      SELECT id FROM exports
      WHERE state = 'WAITING' OR (state = 'RUNNING' AND held_until < clock_timestamp())
      ORDER BY asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, asked_by_id AS "askedById", subject, format, filters, locale, is_masked AS "isMasked", until, attempts,
      blob_id AS "blobId", saved_report_id AS "savedReportId"`
  return taken
}

/** Who asked may have been disabled since, or have lost the right. */
async function isAllowed({ askedById, subject, isMasked }: Taken): Promise<boolean> {
  const person = await database().user.findUnique({
    where: { id: askedById, status: 'ACTIVE' },
    select: { roles: { select: { role: true } } },
  })
  const may = capabilitiesOf(person?.roles.map(({ role }) => role) ?? [])
  return may.includes(RIGHTS[subject]) && (isMasked || may.includes('report.unmask'))
}

async function make(taken: Taken, signal: AbortSignal | undefined): Promise<void> {
  const { format, subject, until, isMasked, blobId } = taken
  const key = randomBytes(KEY_LENGTH)
  let [rows, size] = [0, 0]
  const content = await LISTS[subject].write({
    format,
    filters: ExportFilters.parse(taken.filters),
    until,
    isMasked,
    say: await exportWords(taken.locale),
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
  const telling = setInterval(() => {
    tellProgress(taken, rows).catch((error: unknown) => content.destroy(error as Error))
  }, TELL_EVERY)
  try {
    await writeBlob({ id: blobId, key, plaintext: counting })
  } finally {
    clearInterval(telling)
    signal?.removeEventListener('abort', stop)
  }
  try {
    await keep(taken, { key, rows, size })
  } catch (error) {
    await removeBlobs([blobId])
    throw error
  }
}

/** Holds it as well. @throws TakenAwayError */
async function tellProgress({ id, blobId }: Taken, rows: number): Promise<void> {
  const told = await database().$executeRaw`
    UPDATE exports SET done = ${rows}, held_until = clock_timestamp() + ${HOLD}::interval
    WHERE id = ${id}::uuid AND blob_id = ${blobId}::uuid AND state = 'RUNNING'`
  if (told !== 1) throw new TakenAwayError()
}

async function keep(taken: Taken, { key, rows, size }: { key: Buffer; rows: number; size: number }): Promise<void> {
  const { id, blobId } = taken
  const dataKeyId = newId()
  const wrapped = await keyring().wrap(dataKeyId, key)
  await transaction(async (tx) => {
    await tx.dataKey.create({ data: { id: dataKeyId, ...wrapped } })
    const kept = await tx.$executeRaw`
      UPDATE exports SET state = 'READY', done = ${rows}, size = ${size}, data_key_id = ${dataKeyId}::uuid,
        held_until = NULL, finished_at = clock_timestamp(),
        kept_until = clock_timestamp() + make_interval(days => ${KEPT_DAYS}::int)
      WHERE id = ${id}::uuid AND blob_id = ${blobId}::uuid AND state = 'RUNNING'`
    if (kept !== 1) throw new TakenAwayError()
    await recordAudit(tx, SYSTEM, { action: 'export.finished', subjectId: id, data: { rows, bytes: size } })
    if (!taken.savedReportId) return
    const url = new URL('/reports', env().ZHUNXIN_URL).href
    await tellColleague(tx, taken.askedById, 'REPORT_READY', { url })
  })
}

async function leave({ id, blobId }: Taken): Promise<boolean> {
  await database().$executeRaw`
    UPDATE exports SET state = 'WAITING', attempts = attempts - 1, blob_id = NULL, held_until = NULL
    WHERE id = ${id}::uuid AND blob_id = ${blobId}::uuid AND state = 'RUNNING'`
  return false
}

async function fail({ id, blobId }: Taken, failure: string): Promise<void> {
  await transaction(async (tx) => {
    const failed = await tx.$executeRaw`
      UPDATE exports SET state = 'FAILED', failure = ${failure}, blob_id = NULL, held_until = NULL,
        finished_at = clock_timestamp()
      WHERE id = ${id}::uuid AND blob_id = ${blobId}::uuid AND state = 'RUNNING'`
    if (failed === 1) await recordAudit(tx, SYSTEM, { action: 'export.failed', subjectId: id, data: { failure } })
  })
}
