import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { type Actor, can } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, snapshot, type Tx } from '@/lib/db/client'
import { type AccessFigures, readAccess } from './access'
import { type ErasureFigures, readErasures } from './erasures'
import { type ExceptionFigures, readExceptions } from './exceptions'
import { type Ending, readExpiring } from './expiring'
import { type Period, periodOf } from './period'
import { type ReadingAccuracy, readAccuracy } from './readings'
import { type Refusals, readRefusals } from './refusals'
import { type ReviewerFigures, readReviewers } from './reviewers'
import { readVolumes, type Volumes } from './volumes'
import { readWaiting, readWaitingTimes, type Waiting, type WaitingTimes } from './waiting'

export type Figures = {
  period: Period
  /** When they were read, by the database's clock. */
  at: Date
  volumes: Volumes
  waiting: Waiting
  waitingTimes: WaitingTimes
  refusals: Refusals
  reviewers: readonly ReviewerFigures[]
  expiring: readonly Ending[]
  readings: readonly ReadingAccuracy[]
  /** Null for a reader who may not read the events that these are counted from. */
  erasures: ErasureFigures | null
  access: AccessFigures | null
  exceptions: ExceptionFigures | null
  /** Names of the staff that the figures contain, by id. */
  names: ReadonlyMap<string, string>
}

/**
 * Returns the figures of a period, read in one snapshot, so that parts add up to their total.
 *
 * @param choice as an address says it
 * @throws DomainError FORBIDDEN
 */
export async function readFigures(actor: Actor, choice: string | undefined): Promise<Figures> {
  if (!can(actor, 'overview.read')) throw new DomainError('FORBIDDEN', 'Not of the figures')
  const figures = await snapshot((tx) => readAll(tx, actor, choice))
  const ids = [...figures.reviewers, ...(figures.access?.people ?? [])].map(({ id }) => id)
  return { ...figures, names: await staffNames(ids) }
}

async function readAll(tx: Tx, actor: Actor, choice: string | undefined): Promise<Omit<Figures, 'names'>> {
  const at = await databaseTime(tx)
  const period = periodOf(choice, at)
  const readsLog = can(actor, 'audit.read')
  const waiting = await readWaiting(tx, period)
  return {
    period,
    at,
    waiting,
    volumes: await readVolumes(tx, period, waiting.total),
    waitingTimes: await readWaitingTimes(tx, period),
    refusals: await readRefusals(tx, period),
    reviewers: await readReviewers(tx, period),
    expiring: await readExpiring(tx),
    readings: await readAccuracy(tx, period),
    erasures: can(actor, 'privacy.read') ? await readErasures(tx, period) : null,
    access: readsLog ? await readAccess(tx, period) : null,
    exceptions: readsLog ? await readExceptions(tx, period) : null,
  }
}
