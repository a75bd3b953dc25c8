import { z } from 'zod'
import { code, codes, count, digest, event, id, instant } from '../define'

export const ACCOUNT_EVENTS = [
  /** A person registered by phone, and their account was made. */
  event('account.registered', 'ACCOUNT', { userId: id }),
  /** Made for someone who would have been left without one. */
  event('account.opened', 'ACCOUNT', { userId: id }),
  /** A system of the platform made it for a customer, or gave it the platform's own ID of the customer. */
  event('account.made', 'ACCOUNT', {}),
  event('account.referenced', 'ACCOUNT', {}),
  event('account.member_invited', 'ACCOUNT', { invitationId: id }),
  event('account.member_invitation_revoked', 'ACCOUNT', { invitationId: id }),
  event('account.member_joined', 'ACCOUNT', { invitationId: id }),
  event('account.member_declined', 'ACCOUNT', { invitationId: id }),
  event('account.member_left', 'ACCOUNT', {}),
  event('account.member_removed', 'ACCOUNT', { userId: id }),
  /** Someone chose whether they are notified by text message and by e-mail, and in which language. */
  event('notices.chosen', 'USER', { bySms: z.boolean(), byEmail: z.boolean(), locale: code('language') }),
  /** An address for notices was given: nothing is sent there before it is confirmed. */
  event('notices.email_given', 'USER', {}),
  event('notices.email_confirmed', 'USER', {}),
  event('notices.email_removed', 'USER', {}),
  /** One consent statement was agreed to, in the text of that version and language. */
  event('consent.given', 'USER', {
    accountId: id,
    statement: code('consent'),
    textVersion: code('asItIs'),
    locale: code('language'),
  }),
  /**
   * A system of the platform says that its customer, who is no member, agreed outside of the portal. `record`: the
   * SHA-256 of the platform's record, or of its name.
   */
  event('consent.attested', 'ACCOUNT', {
    consentId: id,
    statement: code('consent'),
    textVersion: code('asItIs'),
    locale: code('language'),
    agreedAt: instant,
    means: code('consentMeans'),
    record: digest,
  }),
  event('session.started', 'USER', { sessionId: id, audience: code('audience'), factors: codes('factor') }),
  event('session.ended', 'USER', { sessionId: id, because: code('sessionEnd') }),
  /** A wrong code or password for someone who exists. Who tried is not known, so the actor is the system. */
  event('sign_in.failed', 'USER', { factor: code('factor'), because: code('signInMiss') }),
  /**
   * Someone proved a phone on a browser not seen before, and said how an ID number ends: rightly, wrongly, too often.
   */
  event('identity.confirmed', 'USER', {}),
  event('identity.missed', 'USER', { misses: count }),
  event('identity.locked', 'USER', {}),
  /** An applicant set a password of their own, or removed it. */
  event('password.set', 'USER', {}),
  event('password.removed', 'USER', {}),
  /** A number was changed by a code to both numbers, or by a case. */
  event('phone.changed', 'USER', { because: code('phoneChange') }),
  /** The number was given to someone else, who registered with it. */
  event('phone.released', 'USER', {}),
  event('access_case.opened', 'ACCESS_CASE', { kind: code('accessCase'), userId: id.nullable() }),
  event('access_case.handed_in', 'ACCESS_CASE', { files: count }),
  event('access_case.viewed', 'ACCESS_CASE', { side: code('accessCaseSide'), fileId: id }, 2),
  /** The declared ID numbers that the pictures are compared with were shown unmasked: of so many people. */
  event('access_case.declared_shown', 'ACCESS_CASE', { people: count }),
  event('access_case.decided', 'ACCESS_CASE', {
    decision: code('accessCaseState'),
    reason: code('accessCaseReason').nullable(),
  }),
  event('first_administrator.link_issued', 'INVITATION', {}),
  event('staff.invited', 'INVITATION', { roles: codes('role') }),
  event('staff.invitation_revoked', 'INVITATION', {}),
  /** An invited person set their name and password. */
  event('staff.joined', 'USER', { invitationId: id, roles: codes('role') }),
  /**
   * Someone came by single sign-on for the first time, and the provider's name of them was bound to who they are here.
   */
  event('staff.linked_sso', 'USER', {}),
  /** Someone came by single sign-on who was nobody here before. */
  event('staff.joined_by_sso', 'USER', { roles: codes('role') }),
  event('staff.roles_changed', 'USER', { from: codes('role'), to: codes('role') }),
  /**
   * Roles were requested that need a second administrator. Recorded until other changes needed one too; those below
   * replace them.
   */
  event('role_grant.requested', 'ROLE_GRANT', {
    userId: id.nullable(),
    invitationId: id.nullable(),
    from: codes('role'),
    to: codes('role'),
  }),
  event('role_grant.confirmed', 'ROLE_GRANT', { userId: id.nullable(), invitationId: id.nullable() }),
  event('role_grant.refused', 'ROLE_GRANT', { userId: id.nullable(), invitationId: id.nullable() }),
  /** A change of access that takes a second administrator, and how it ended. */
  event('access_change.requested', 'ACCESS_CHANGE', {
    kind: code('accessChange'),
    userId: id.nullable(),
    invitationId: id.nullable(),
    from: codes('role'),
    to: codes('role'),
    becomesFinal: z.boolean(),
  }),
  event('access_change.confirmed', 'ACCESS_CHANGE', { userId: id.nullable(), invitationId: id.nullable() }),
  /** A change was refused by another administrator, withdrawn by the requester, or cancelled on the machine. */
  event('access_change.refused', 'ACCESS_CHANGE', { userId: id.nullable(), invitationId: id.nullable() }),
  /** Nobody answered in time, or its requester could request nothing any more. */
  event('access_change.lapsed', 'ACCESS_CHANGE', { userId: id.nullable(), invitationId: id.nullable() }),
  /** A removal whose 72 hours were over, without a third administrator. */
  event('access_change.became_final', 'ACCESS_CHANGE', { userId: id }),
  event('access_change.confirmed_on_machine', 'ACCESS_CHANGE', { userId: id }),
  /** One administrator blocked a colleague, reversibly. */
  event('staff.blocked', 'USER', {}),
  event('staff.unblocked', 'USER', {}),
  event('staff.disabled', 'USER', {}),
  event('staff.enabled', 'USER', {}),
] as const
