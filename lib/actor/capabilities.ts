import type { StaffRole } from '@/lib/db/generated/enums'

/**
 * Lists all that can be done. Code checks a capability, never a role: roles are how people grant them. Each has a
 * sentence in `access.capabilities` of both message files.
 */
export const CAPABILITIES = [
  /** Make, see, submit the qualifications of the accounts one belongs to. */
  'qualification.own',
  /**
   * Say who belongs to these accounts and how one signs in; export and erase what they have, withdraw consents. A
   * session that the platform vouched for lacks it.
   */
  'account.manage',
  /** Know that submitted qualifications exist: queue, state, who holds them. */
  'review.queue',
  /** Claim one, see what it declares and its documents while it is theirs, decide it. */
  'review.decide',
  /** Release what others hold, and say what is urgent. */
  'review.lead',
  /** Read what any submitted qualification declares, but not its documents. */
  'qualification.read',
  /** Suspend, resume, revoke. */
  'qualification.govern',
  /** See how the review is going: volumes, waiting times, refusals, who does how much. */
  'overview.read',
  /** Record the state of the carriers' filings. */
  'filing.manage',
  'people.manage',
  /** Change requirements, reasons and letters. */
  'rules.manage',
  /** Make and revoke the keys by which the platform's systems use the API. */
  'integrations.manage',
  /** See what could not be sent. */
  'messages.read',
  /** See how the portal itself works: what needs attention, workers, disks, backups, incidents. */
  'operations.read',
  'audit.read',
  'audit.export',
  /** Export lists, with what is personal in them masked, and save definitions of them. */
  'report.export',
  /** Export the same unmasked, with a reason. */
  'report.unmask',
  /** Export originals of documents, with a reason. */
  'document.export',
  /** See what is retained until when, what is held, what was requested and done. */
  'privacy.read',
  /** Place and lift legal holds, decide on requests for erasure. */
  'privacy.manage',
] as const

export type Capability = (typeof CAPABILITIES)[number]

const OF_ROLE: Readonly<Record<StaffRole, readonly Capability[]>> = {
  REVIEWER: ['review.queue', 'review.decide'],
  LEAD: ['review.queue', 'review.decide', 'review.lead', 'qualification.read', 'overview.read', 'filing.manage'],
  AUDITOR: [
    'review.queue',
    'qualification.read',
    'overview.read',
    'audit.read',
    'audit.export',
    'report.export',
    'privacy.read',
  ],
  ADMIN: [
    'review.queue',
    'qualification.read',
    'qualification.govern',
    'overview.read',
    'filing.manage',
    'people.manage',
    'rules.manage',
    'integrations.manage',
    'messages.read',
    'operations.read',
    'audit.read',
    'audit.export',
    'report.export',
    'report.unmask',
    'document.export',
    'privacy.read',
    'privacy.manage',
  ],
}

/**
 * Lists capabilities that a people manager may grant without having them: the work on cases. All others are granted
 * only by a person who has them.
 */
export const GRANTED_WITHOUT_HOLDING: readonly Capability[] = ['review.decide', 'review.lead']

/** Lists what an applicant may do, through membership of an account. */
export const APPLICANT_CAPABILITIES: readonly Capability[] = ['qualification.own', 'account.manage']

/** Lists what an applicant may do for whom the platform vouched, and who proved nothing here (decision 86). */
export const VOUCHED_CAPABILITIES: readonly Capability[] = ['qualification.own']

/** Returns the union of what the roles allow, in a fixed order. An unknown role allows nothing. */
export function capabilitiesOf(roles: readonly StaffRole[]): Capability[] {
  const granted = new Set(roles.flatMap((role) => OF_ROLE[role] ?? []))
  return CAPABILITIES.filter((capability) => granted.has(capability))
}
