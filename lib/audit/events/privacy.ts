import { code, codes, count, digest, event, id } from '../define'

export const PRIVACY_EVENTS = [
  /** Its documents, and with its details all that was declared and written about it, were erased. */
  event('qualification.erased', 'QUALIFICATION', {
    erasureId: id,
    scopes: codes('erasureScope'),
    cause: code('erasureCause'),
    requestId: id.nullable(),
    files: count,
  }),
  /** All that was known of who signed in was erased. */
  event('account.person_erased', 'ACCOUNT', { erasureId: id, userId: id, requestId: id.nullable() }),
  /** An erasure was requested; `obstacles` lists what prevents an immediate one; none when it was done. */
  event('erasure.requested', 'ACCOUNT', {
    requestId: id,
    qualificationId: id.nullable(),
    obstacles: codes('erasureObstacle'),
  }),
  event('erasure.request_withdrawn', 'ACCOUNT', { requestId: id }),
  /** `note` commits to what was written to who asked. */
  event('erasure.request_granted', 'ACCOUNT', {
    requestId: id,
    reason: code('erasureReason'),
    note: digest.nullable(),
  }),
  event('erasure.request_refused', 'ACCOUNT', {
    requestId: id,
    reason: code('erasureReason'),
    note: digest.nullable(),
  }),
  /**
   * A hold was placed on one qualification of the account, or on all of it. `note` commits to the written explanation.
   */
  event('legal_hold.placed', 'ACCOUNT', {
    holdId: id,
    qualificationId: id.nullable(),
    reason: code('holdReason'),
    note: digest.nullable(),
  }),
  event('legal_hold.lifted', 'ACCOUNT', { holdId: id, qualificationId: id.nullable() }),
  event('consent.withdrawn', 'USER', { accountId: id, statement: code('consent'), textVersion: code('asItIs') }),
  /** An attested one was withdrawn: by a member in the portal, or by the customer through a system of the platform. */
  event('consent.attestation_withdrawn', 'ACCOUNT', {
    consentId: id,
    statement: code('consent'),
    textVersion: code('asItIs'),
  }),
  /** A person took out all that is known of an account. */
  event('account.exported', 'ACCOUNT', { files: count }),
] as const
