import type { OperatorGap } from '@/lib/core/operator'
import type { ConditionKind } from '@/lib/db/generated/enums'
import type { Measure } from '@/lib/imaging/decoder/measures'
import type { MessageTemplate } from '@/lib/notifications/templates'
import type { QueueName } from '../jobs/queues'
import type { CertificateSetting } from './ending-certificates'
import type { FolderSetting } from './low-disks'

/**
 * Says what exactly is wrong. It contains names only: monitoring programs store what the portal's health shows the
 * operator.
 */
export type Details = {
  /** Lists rights of the application's login in the database. */
  tooManyRights?: readonly string[]
  /** Lists each layer and each limit that a decoder lacks; NOT_KNOWN_YET while the system is still being asked. */
  decodersLack?: readonly (Measure | 'NOT_KNOWN_YET')[]
  templatesWithoutId?: readonly MessageTemplate[]
  /** Says what applicants can't read about who runs the portal. */
  operatorLacks?: readonly OperatorGap[]
  stuckJobs?: readonly QueueName[]
  lowDisks?: readonly FolderSetting[]
  endingCertificates?: readonly CertificateSetting[]
}

export type Finding = {
  holds: boolean
  details?: Details
  /** True if the installation has nothing to check: it does not hold, and is no sign that all is well. */
  isUnused?: true
}

/** Describes a condition without its words (lib/worker/conditions/words.ts). */
export type Condition = {
  /** Finds out whether it holds now. A probe that throws, or takes more than three seconds, has no result. */
  probe: () => Promise<Finding>
  /** The finding that health shows while the probe has no result. */
  whenUnknown: Finding
  /** Its probe asks the database: while that is unavailable, the database's own check says so. */
  needsDatabase: boolean
  /** True if administrators are notified; false for choices that are made once, and known from the start. */
  opensIncident: boolean
  /** Marks what each portal watches itself: the worker's process may have another system. */
  isOfPortal: boolean
}

/** Returns the place in docs/operations.md that explains it and what to do. */
export const guideOf = (kind: ConditionKind): string => `docs/operations.md#${kind.toLowerCase()}`
