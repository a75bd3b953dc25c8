import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { latestCheckpoint } from '@/lib/audit/log/read'
import type { LogReport } from '@/lib/audit/verifier/verify-log'
import { type Actor, can } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'

export type LogState = {
  checkpoint: { size: number; root: string; at: Date } | null
  /** One that was asked for and is not finished. */
  underWay: { done: number; all: number } | null
  /** The last that is finished; its report is null when it came to no end. */
  last: { at: Date; askedBy: string | null; report: LogReport | null } | null
}

/**
 * What is shown of the log as a whole: what was signed last, and what the last verification found.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readLogState(actor: Actor): Promise<LogState> {
  if (!can(actor, 'audit.read')) throw new DomainError('FORBIDDEN', 'Not of the audit log')
  const [checkpoint, newest] = await Promise.all([
    latestCheckpoint(),
    database().auditVerification.findMany({ orderBy: { askedAt: 'desc' }, take: 2 }),
  ])
  const running = newest.find(({ finishedAt }) => finishedAt === null)
  const last = newest.find(({ finishedAt }) => finishedAt !== null)
  const names = await staffNames(last ? [last.askedById] : [])
  return {
    checkpoint: checkpoint && {
      size: Number(checkpoint.size),
      root: Buffer.from(checkpoint.root).toString('base64'),
      at: checkpoint.at,
    },
    underWay: running ? { done: Number(running.done), all: Number(running.all) } : null,
    last: last?.finishedAt
      ? {
          at: last.finishedAt,
          askedBy: names.get(last.askedById) ?? null,
          report: last.report as LogReport | null,
        }
      : null,
  }
}
