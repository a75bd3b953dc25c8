import type { StaffRole } from '@/lib/db/generated/enums'

/**
 * What can be done at all. Code asks for a capability, never for a role: roles are how people hand them out.
 * Each has a sentence in `access.capabilities` of both message files.
 */
export const CAPABILITIES = [
  /** Make, see, submit the qualifications of the accounts one belongs to. */
  'qualification.own',
  /** Know that submitted qualifications exist: queue, state, who holds them. */
  'review.queue',
  /** Claim one, see what it declares and its documents while it is theirs, decide it. */
  'review.decide',
  /** Release what others hold. */
  'review.lead',
  'people.manage',
  'audit.read',
  'audit.export',
] as const

export type Capability = (typeof CAPABILITIES)[number]

const OF_ROLE: Readonly<Record<StaffRole, readonly Capability[]>> = {
  REVIEWER: ['review.queue', 'review.decide'],
  LEAD: ['review.queue', 'review.decide', 'review.lead'],
  AUDITOR: ['review.queue', 'audit.read', 'audit.export'],
  ADMIN: ['people.manage', 'audit.read', 'audit.export'],
}

/** What an applicant may, through membership of an account. */
export const APPLICANT_CAPABILITIES: readonly Capability[] = ['qualification.own']

/** The union of what the roles allow, in a fixed order. A role that is not known allows nothing. */
export function capabilitiesOf(roles: readonly StaffRole[]): Capability[] {
  const granted = new Set(roles.flatMap((role) => OF_ROLE[role] ?? []))
  return CAPABILITIES.filter((capability) => granted.has(capability))
}
