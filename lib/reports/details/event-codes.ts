import type { z } from 'zod'
import type { AuditAction, EVENTS } from '@/lib/audit/events/all'
import type { Vocabulary } from './vocabularies'

type Shape<A extends AuditAction> = Extract<(typeof EVENTS)[number], { action: A }>['data']['shape']

/** Identifiers and instants have types of their own; digests are texts as codes are. */
type Text = z.ZodString | z.ZodNullable<z.ZodString> | z.ZodArray<z.ZodString>
type Texts<A extends AuditAction> = { [F in keyof Shape<A>]: Shape<A>[F] extends Text ? F : never }[keyof Shape<A>]

/** Events without a code need no row. */
type Coded = { [A in AuditAction]: [Texts<A>] extends [never] ? never : A }[AuditAction]

const standing = { from: 'status', to: 'status', reason: 'standingReason', note: null } as const
const requested = {
  format: 'asItIs',
  status: 'status',
  kind: 'applicantKind',
  from: 'asItIs',
  until: 'asItIs',
} as const
const erasureDecided = { reason: 'erasureReason', note: null } as const
const supplement = { carrier: 'carrier', kind: 'document' } as const

/**
 * The words of each code of each event. It fails to compile while a code of an event has no row. Null: a digest, or what
 * another column shows; it is not shown.
 */
export const EVENT_CODES = {
  'notices.chosen': { locale: 'language' },
  'consent.given': { statement: 'consent', textVersion: 'asItIs', locale: 'language' },
  'consent.withdrawn': { statement: 'consent', textVersion: 'asItIs' },
  'consent.attested': {
    statement: 'consent',
    textVersion: 'asItIs',
    locale: 'language',
    means: 'consentMeans',
    record: null,
  },
  'consent.attestation_withdrawn': { statement: 'consent', textVersion: 'asItIs' },
  'session.started': { audience: 'audience', factors: 'factor' },
  'session.ended': { because: 'sessionEnd' },
  'sign_in.failed': { factor: 'factor', because: 'signInMiss' },
  'phone.changed': { because: 'phoneChange' },
  'access_case.opened': { kind: 'accessCase' },
  'access_case.viewed': { side: 'accessCaseSide' },
  'access_case.decided': { decision: 'accessCaseState', reason: 'accessCaseReason' },
  'staff.invited': { roles: 'role' },
  'staff.joined': { roles: 'role' },
  'staff.joined_by_sso': { roles: 'role' },
  'staff.roles_changed': { from: 'role', to: 'role' },
  'role_grant.requested': { from: 'role', to: 'role' },
  'access_change.requested': { kind: 'accessChange', from: 'role', to: 'role' },
  'factor.added': { factor: 'factor' },
  'factor.removed': { factor: 'factor' },
  'password.changed': { by: 'factor' },
  'access_link.issued': { kind: 'accessLink' },
  'message.failed': { channel: 'channel', template: 'template', state: 'messageState', failure: 'deliveryFailure' },
  'message.sent_again': { channel: 'channel', template: 'template', state: 'messageState' },
  'rules.draft_begun': { kind: 'rules', version: 'asItIs', basedOn: 'asItIs' },
  'rules.draft_saved': { kind: 'rules', version: 'asItIs', digest: null },
  'rules.draft_discarded': { kind: 'rules', version: 'asItIs' },
  'rules.published': { kind: 'rules', version: 'asItIs', basedOn: 'asItIs', digest: null },
  'qualification.created': {
    reference: null,
    kind: 'applicantKind',
    rulebookVersion: 'asItIs',
    prepared: 'field',
  },
  'qualification.renewal_begun': { reference: null, kind: 'applicantKind', rulebookVersion: 'asItIs' },
  'qualification.draft_saved': { task: 'task', fields: 'field' },
  'letter.issued': { letterVersion: 'asItIs' },
  'letter.downloaded': { kind: 'document' },
  'document.taken_in': { kind: 'document', sha256: null, mediaType: 'mediaType', through: 'uploadWay' },
  'document.ready': { kind: 'document' },
  'document.refused': { kind: 'document', code: 'fileRefusal' },
  'document.removed': { kind: 'document', through: 'uploadWay' },
  'document.viewed': { kind: 'document', variant: 'variant' },
  'document.viewed_by_member': { kind: 'document', variant: 'variant' },
  'document.exported': { kind: 'document', sha256: null, reason: 'exportReason', note: null },
  'phone_session.ended': { because: 'phoneEnd' },
  'letter_link.started': { kind: 'document' },
  'letter_link.ended': { because: 'phoneEnd' },
  'letter_link.file_confirmed': { kind: 'document' },
  'qualification.dossier_exported': { locale: 'language', reason: 'exportReason', note: null },
  'qualification.submitted': { rulebookVersion: 'asItIs', letterVersion: 'asItIs', declared: null },
  'qualification.withdrawn': { from: 'status' },
  'qualification.expired': { from: 'status', to: 'status' },
  'qualification.reminded': { kind: 'reminder' },
  'qualification.suspended': standing,
  'qualification.resumed': standing,
  'qualification.revoked': standing,
  'qualification.declared_read': { fields: 'field' },
  'qualification.declared_shown': { fields: 'field', reason: 'exportReason', note: null },
  'qualification.searched': { by: 'search' },
  'qualification.erased': { scopes: 'erasureScope', cause: 'erasureCause' },
  'erasure.requested': { obstacles: 'erasureObstacle' },
  'erasure.request_granted': erasureDecided,
  'erasure.request_refused': erasureDecided,
  'legal_hold.placed': { reason: 'holdReason', note: null },
  'filing.changed': {
    carrier: 'carrier',
    from: 'filingState',
    to: 'filingState',
    extensionNumber: 'asItIs',
    reason: null,
  },
  'filing.material_requested': { ...supplement, note: null },
  'filing.material_closed': { ...supplement, outcome: 'supplementOutcome', reason: null },
  'review.released': { reason: 'releaseReason' },
  'review.claim_lapsed': { because: 'claimLoss' },
  'review.undone': { outcome: 'status' },
  'review.send_dropped': { outcome: 'status', because: 'refusal' },
  'review.decided': { from: 'status', to: 'status' },
  'audit.exported': { format: 'asItIs', actions: 'event' },
  'audit.key_made': { key: 'asItIs', replaces: 'asItIs' },
  'act.refused': { act: 'act', code: 'refusal' },
  'act.refusals_counted': { act: 'act', code: 'refusal' },
  'api_key.created': { scopes: 'apiScope' },
  'webhook.created': { events: 'webhookEvent', version: 'asItIs' },
  'webhook.edited': { events: 'webhookEvent' },
  'webhook.turned_off': { because: 'webhookOff' },
  'return_address.added': { address: 'asItIs' },
  'return_address.removed': { address: 'asItIs' },
  'handover.created': { purpose: 'handoverPurpose' },
  'qualifications.exported': requested,
  'qualifications.exported_unmasked': { ...requested, reason: 'exportReason' },
  'qualifications.unmasking_requested': { ...requested, reason: 'exportReason' },
  'export.failed': { failure: 'exportFailure' },
  'report.saved': { subject: 'exportSubject', format: 'asItIs' },
  'figures.exported': { format: 'asItIs', from: 'asItIs', to: 'asItIs' },
  'vault.fault_found': { variant: 'variant', fault: 'vaultFault' },
  'vault.fault_gone': { variant: 'variant' },
  'keys.rotation_begun': { to: 'asItIs' },
  'keys.rotated': { to: 'asItIs' },
  'keys.destroyed': { key: 'asItIs' },
  'keys.holder_forgotten': { keys: 'asItIs' },
  'incident.opened': { condition: 'condition' },
  'incident.closed': { condition: 'condition' },
} as const satisfies { [A in Coded]: { [F in Texts<A>]: Vocabulary | null } }
