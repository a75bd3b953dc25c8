import 'server-only'
import { readCheckpointFile } from '@/lib/audit/log/checkpoint-file'
import { recordAudit } from '@/lib/audit/record'
import { type LogReport, verifyLog } from '@/lib/audit/verifier/verify-log'
import { SYSTEM } from '@/lib/auth/actor'
import { SECOND } from '@/lib/core/clock'
import { logBug } from '@/lib/core/log'
import { database, transaction } from '@/lib/db/client'

/** After which one whose process was killed is taken up by another. */
const HOLD = '1 minute'
const TELL_EVERY = SECOND

/** The worker ends: another verifies. */
class StoppedError extends Error {}

/**
 * Verifies the log where that was asked for, and keeps what was found. Several workers may do so at once.
 *
 * @param signal ends it, and leaves it to another
 * @returns whether it was asked for
 */
export async function runNextVerification(signal?: AbortSignal): Promise<boolean> {
  const id = await take()
  if (!id) return false
  let report: LogReport | null = null
  try {
    report = await verifyLog({ file: await readCheckpointFile(), onProgress: telling(id, signal) })
  } catch (error) {
    if (error instanceof StoppedError) return leave(id)
    logBug(error, { act: 'audit.verify' })
  }
  await finish(id, report)
  return true
}

async function take(): Promise<string | undefined> {
  const [taken] = await database().$queryRaw<{ id: string }[]>`
    UPDATE audit_verifications SET done = 0, "all" = 0, held_until = clock_timestamp() + ${HOLD}::interval
    WHERE id = (
      SELECT id FROM audit_verifications
      WHERE finished_at IS NULL AND (held_until IS NULL OR held_until < clock_timestamp())
      LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`
  return taken?.id
}

/** Says every second how far it is, which also keeps it. */
function telling(id: string, signal: AbortSignal | undefined) {
  let toldAt = 0
  return (done: number, all: number) => {
    if (signal?.aborted) throw new StoppedError()
    if (Date.now() - toldAt < TELL_EVERY) return
    toldAt = Date.now()
    const told = database().$executeRaw`
      UPDATE audit_verifications SET done = ${done}, "all" = ${all}, held_until = clock_timestamp() + ${HOLD}::interval
      WHERE id = ${id}::uuid AND finished_at IS NULL`
    told.catch((error: unknown) => logBug(error, { act: 'audit.verify' }))
  }
}

async function leave(id: string): Promise<false> {
  await database().$executeRaw`
    UPDATE audit_verifications SET held_until = NULL WHERE id = ${id}::uuid AND finished_at IS NULL`
  return false
}

async function finish(id: string, report: LogReport | null): Promise<void> {
  await transaction(async (tx) => {
    const finished = await tx.$executeRaw`
      UPDATE audit_verifications SET finished_at = clock_timestamp(), report = ${report && JSON.stringify(report)}::jsonb
      WHERE id = ${id}::uuid AND finished_at IS NULL`
    if (finished !== 1 || !report) return
    const data = { verificationId: id, size: report.size, findings: report.findings.length + report.more }
    await recordAudit(tx, SYSTEM, { action: 'audit.verified', subjectId: null, data })
  })
}
