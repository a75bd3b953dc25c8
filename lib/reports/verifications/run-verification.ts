import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { readCheckpointFile } from '@/lib/audit-log/checkpoint-file'
import { type LogReport, verifyLog } from '@/lib/audit-log/verifier/verify-log'
import { SECOND } from '@/lib/core/clock'
import { logBug } from '@/lib/core/log'
import { database, transaction } from '@/lib/db/client'

/** Another worker claims the verification of a killed process after this time without progress. */
const HOLD = '1 minute'
const REPORT_EVERY = SECOND

/** The worker is stopping, so that another one verifies. */
class StoppedError extends Error {}

/**
 * Verifies the log if that was requested, and stores the findings. Several workers may do so at once.
 *
 * @param signal stops it, so that another worker continues
 * @returns whether one was requested
 */
export async function runNextVerification(signal?: AbortSignal): Promise<boolean> {
  const id = await claim()
  if (!id) return false
  let report: LogReport | null = null
  try {
    report = await verifyLog({ file: await readCheckpointFile(), onProgress: reporting(id, signal) })
  } catch (error) {
    if (error instanceof StoppedError) return release(id)
    logBug(error, { act: 'audit.verify' })
  }
  await finish(id, report)
  return true
}

async function claim(): Promise<string | undefined> {
  const [claimed] = await database().$queryRaw<{ id: string }[]>`
    UPDATE audit_verifications SET done = 0, "all" = 0, held_until = clock_timestamp() + ${HOLD}::interval
    WHERE id = (
      SELECT id FROM audit_verifications
      WHERE finished_at IS NULL AND (held_until IS NULL OR held_until < clock_timestamp())
      LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`
  return claimed?.id
}

/** Reports every second how far it is, which also extends the claim. */
function reporting(id: string, signal: AbortSignal | undefined) {
  let reportedAt = 0
  return (done: number, all: number) => {
    if (signal?.aborted) throw new StoppedError()
    if (Date.now() - reportedAt < REPORT_EVERY) return
    reportedAt = Date.now()
    const updated = database().$executeRaw`
      UPDATE audit_verifications SET done = ${done}, "all" = ${all}, held_until = clock_timestamp() + ${HOLD}::interval
      WHERE id = ${id}::uuid AND finished_at IS NULL`
    updated.catch((error: unknown) => logBug(error, { act: 'audit.verify' }))
  }
}

async function release(id: string): Promise<false> {
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
