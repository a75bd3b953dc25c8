import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { type Actor, can } from '@/lib/actor/actor'
import { latestCheckpoint } from '@/lib/audit-log/read'
import type { LogReport } from '@/lib/audit-log/verifier/verify-log'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'

export type LogState = {
  checkpoint: { size: number; root: string; at: Date } | null
  /** The requested verification that is not finished. */
  underWay: { done: number; all: number } | null
  /** Describes the last finished verification; its report is null when it failed. */
  last: { at: Date; askedBy: string | null; report: LogReport | null } | null
}

/**
 * Returns the state of the whole log: what was signed last, and what the last verification found.
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
