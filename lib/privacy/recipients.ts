import type { Capability } from '@/lib/actor/capabilities'

/**
 * Lists everyone who receives what applicants submit. What each receives, when and why is in `recipients` of both
 * message files: pages show that list, and none says it in other words. Those outside the operator's staff come last.
 */
export const RECIPIENTS = [
  { key: 'MEMBERS', capabilities: ['qualification.own'] },
  { key: 'SIGNERS', capabilities: [] },
  { key: 'REVIEWERS', capabilities: ['review.decide'] },
  { key: 'READERS', capabilities: ['qualification.read'] },
  { key: 'EXPORTERS', capabilities: ['audit.export', 'report.unmask', 'document.export'] },
  { key: 'SYSTEMS', capabilities: [] },
  { key: 'CARRIERS', capabilities: [] },
  { key: 'AUTHORITIES', capabilities: [] },
  { key: 'PROVIDERS', capabilities: [] },
] as const satisfies readonly Recipient[]

type Recipient = {
  key: string
  /** The rights by which people of the portal see what was declared, or documents. */
  capabilities: readonly Capability[]
}
