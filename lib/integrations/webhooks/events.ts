import { z } from 'zod'
import {
  Carrier,
  FilingState,
  QualificationStatus,
  type WebhookEvent,
  type WebhookVersion,
} from '@/lib/db/generated/enums'

// What is written here is the contract: every body is made by it, and the OpenAPI file describes webhooks with it.

const Qualification = z.strictObject({
  id: z.uuid(),
  reference: z.string(),
  status: z.enum(QualificationStatus).describe('As of the change.'),
  validUntil: z.iso.datetime().nullable(),
})

const Filing = z.strictObject({
  senderSignatureId: z.uuid(),
  carrier: z.enum(Carrier),
  state: z.enum(FilingState),
  extensionNumber: z.string().nullable(),
})

const OfQualification = z.strictObject({ account: z.uuid(), qualification: Qualification })

type Definition = { type: string; summary: string; data: z.ZodObject }

const about = <T extends string>(type: T, summary: string) => ({ type, summary, data: OfQualification })

/**
 * Names each event as webhooks do, and says when it happens, and what its data are. It fails to compile while one has
 * no name.
 */
export const WEBHOOK_EVENTS = {
  QUALIFICATION_CREATED: about('qualification.created', 'An application was started, or a renewal.'),
  QUALIFICATION_SUBMITTED: about('qualification.submitted', 'It was submitted, the first time or again.'),
  QUALIFICATION_CHANGES_REQUESTED: about('qualification.changes_requested', 'Staff ask for changes.'),
  QUALIFICATION_APPROVED: about('qualification.approved', 'It is approved until validUntil.'),
  QUALIFICATION_REJECTED: about('qualification.rejected', 'It is rejected for good.'),
  QUALIFICATION_WITHDRAWN: about('qualification.withdrawn', 'The applicant withdrew it, or left it for too long.'),
  QUALIFICATION_SUSPENDED: about('qualification.suspended', 'Nothing may be sent until it is resumed.'),
  QUALIFICATION_RESUMED: about('qualification.resumed', 'A suspension is over.'),
  QUALIFICATION_REVOKED: about('qualification.revoked', 'It was ended by staff.'),
  QUALIFICATION_EXPIRED: about('qualification.expired', 'Its validity is over. Sent within a day of it.'),
  FILING_CHANGED: {
    type: 'filing.changed',
    summary: 'A carrier’s filing of a sender signature has another state or number.',
    data: OfQualification.extend({ filing: Filing }),
  },
  WEBHOOK_TEST: {
    type: 'webhook.test',
    summary: 'An administrator tries the endpoint. It is sent whatever is chosen.',
    data: z.strictObject({ endpoint: z.uuid() }),
  },
} as const satisfies Record<WebhookEvent, Definition>

/** Names each version of bodies. */
export const WEBHOOK_VERSIONS: Readonly<Record<WebhookVersion, string>> = { V2026_11_28: '2026-11-28' }

/** New endpoints are pinned to it. */
export const NEWEST_VERSION: WebhookVersion = 'V2026_11_28'

/** Returns the schema of the body of an event. */
export function bodySchema(event: WebhookEvent) {
  const { type, summary, data } = WEBHOOK_EVENTS[event]
  return z.strictObject({ type: z.literal(type), timestamp: z.iso.datetime(), data }).describe(summary)
}

/** Returns the body of a delivery, the same at each attempt. */
export function bodyOf({ event, happenedAt, data }: { event: WebhookEvent; happenedAt: Date; data: unknown }): string {
  const { type } = WEBHOOK_EVENTS[event]
  return JSON.stringify({ type, timestamp: happenedAt.toISOString(), data })
}
