import 'server-only'
import { type Actor, can } from '@/lib/actor/actor'
import { lastBackup } from '@/lib/backup/last-backup'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { type Versions, versions } from '@/lib/core/versions'
import { databaseTime } from '@/lib/db/client'
import { clockDifference } from '@/lib/db/clock-difference'
import { type ServerFigures, serverFigures } from '@/lib/db/server-figures'
import { type WaitingMessages, waitingMessages } from '@/lib/notifications/outbox/waiting-messages'
import { blobStore } from '@/lib/storage/blob-store'
import { type Disk, readDisks } from '../conditions/low-disks'
import { type CurrentCondition, currentConditions } from '../incidents/current-conditions'
import { type IncidentLine, readIncidents } from '../incidents/read-incidents'
import { type FailedJob, failedJobs } from '../jobs/failed-jobs'
import { type KnownWorker, knownWorkers } from '../jobs/known-workers'
import { withTimeout } from '../with-timeout'

/** A part that can't be read just now is null. */
export type Operations = {
  /** When it was looked at, on the database's clock. */
  at: Date
  conditions: CurrentCondition[]
  isStoreWritable: boolean
  workers: KnownWorker[] | null
  messages: WaitingMessages[] | null
  /** Lists the failed jobs of the last day. */
  failedJobs: FailedJob[] | null
  disks: Disk[] | null
  /** `at` is null where none was made. */
  backup: { at: Date | null } | null
  server: ServerFigures | null
  /** Gives the difference in milliseconds: see `clockDifference`. */
  clock: number | null
  versions: Versions | null
  /** Holds the id of the app's build; null if it is not built, as in development. */
  buildId: string | null
  incidents: IncidentLine[] | null
}

/**
 * Looks at the conditions and reads the figures of now. Each part has three seconds, and none of them fails the others.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readOperations(actor: Actor): Promise<Operations> {
  if (!can(actor, 'operations.read')) throw new DomainError('FORBIDDEN', 'Not of operations')
  const part = <T>(name: string, read: () => Promise<T>) => withTimeout(read, { part: name })
  const [at, isStoreWritable, conditions, workers, messages, failed, disks, backup, server, clock, ours, incidents] =
    await Promise.all([
      part('time', () => databaseTime()),
      part('store', async () => blobStore().isWritable()),
      currentConditions(),
      part('workers', knownWorkers),
      part('messages', waitingMessages),
      part('failed jobs', () => failedJobs({ hours: 24 })),
      part('disks', readDisks),
      part('backup', async () => ({ at: await lastBackup() })),
      part('server', serverFigures),
      part('clock', clockDifference),
      part('versions', async () => versions()),
      part('incidents', () => readIncidents(actor)),
    ])
  return {
    ...{ at: at ?? new Date(), conditions, isStoreWritable: isStoreWritable === true, workers, messages },
    ...{ failedJobs: failed, disks, backup, server, clock, versions: ours },
    ...{ buildId: env().ZHUNXIN_BUILD_ID ?? null, incidents },
  }
}
