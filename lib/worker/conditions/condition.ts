import type { ConditionKind } from '@/lib/db/generated/enums'
import type { Measure } from '@/lib/imaging/measures'
import type { QueueName } from '@/lib/jobs/queues'
import type { CertificateSetting } from './ending-certificates'
import type { FolderSetting } from './low-disks'

/** What exactly is not as it should be. Names only: anyone may read them in the portal's health. */
export type Details = {
  /** Rights of the application's login in the database. */
  tooManyRights?: readonly string[]
  /** Each layer and each limit that a decoder lacks; NOT_KNOWN_YET while the system is still being asked. */
  decodersLack?: readonly (Measure | 'NOT_KNOWN_YET')[]
  stuckJobs?: readonly QueueName[]
  lowDisks?: readonly FolderSetting[]
  endingCertificates?: readonly CertificateSetting[]
}

export type Finding = { holds: boolean; details?: Details }

/** What is known about a condition besides its words (lib/worker/conditions/words.ts). */
export type Condition = {
  /** Finds out whether it holds now. One that throws, or takes more than three seconds, can't tell. */
  probe: () => Promise<Finding>
  /** What health shows while the probe can't tell. */
  whenUnknown: Finding
  /** Its probe asks the database: while that is away, the database's own check says so. */
  needsDatabase: boolean
  /** Whether administrators are notified. Not of what is chosen once, and known from the start. */
  opensIncident: boolean
}

/** Where docs/operations.md says what it means and what to do. */
export const guideOf = (kind: ConditionKind): string => `docs/operations.md#${kind.toLowerCase()}`
