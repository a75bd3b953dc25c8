const SYSTEM = 'the system has no capabilities, of which one is asked for beside it'
const HELD_BY_NOBODY = 'no instant is before or after none: what is compared with now beside it is false then'
const IN_REVIEW = 'in review, and only then, it has a reviewer and a lease: a CHECK of the table'
const HANDED_IN = 'who sees the queue, which is asked beside it, sees all that ever stood in it'
const OVER = 'what is used, over or revoked opens nothing: at most the time of its end would be written again'
const SEEN_BY_MANAGERS = 'a person who does not manage people sees none, and gets NOT_FOUND before'
const ASKED_OF_EACH = 'asked again of each that is listed'
const SET_TOGETHER =
  'the other of the two is asked beside it, and neither is set alone: see lib/core/environment/env-sso.ts'
const READY = 'what is ready, which is asked for, has both: a CHECK of the table'
const SAME_AGAIN = 'repeated in the WHERE of the write that follows, which refuses by the same code'
const FOUND_BY_PAGE = 'a document is found by its page: there are both or neither'
const SAME_BEHIND = 'the verb that it hands on to asks the same, first'

/**
 * Lists guards that no test can miss, since another one before or behind them refuses the same: `file guard` → the
 * reason why it exists all the same; and one in a process of its own, whose test its reason names.
 */
export const SECOND_LINES = {
  "lib/filings/policy.ts true if actor.kind === 'PERSON'": SYSTEM,
  "lib/qualifications/policy.ts true if actor.kind === 'PERSON'": SYSTEM,
  "lib/qualifications/policy.ts returns NOTHING if actor.kind !== 'PERSON'": SYSTEM,
  'lib/qualifications/policy.ts true if leaseEndsAt !== null': HELD_BY_NOBODY,
  'lib/review/policy.ts true if leaseEndsAt !== null': IN_REVIEW,
  "lib/review/policy.ts true if status === 'IN_REVIEW'": IN_REVIEW,
  "lib/review/claims/release-claim.ts updateMany where status: 'IN_REVIEW'": IN_REVIEW,
  "lib/review/claims/release-claims-of.ts updateManyAndReturn where status: 'IN_REVIEW'": IN_REVIEW,
  "lib/review/claims/renew-lease.ts updateMany where status: 'IN_REVIEW'": IN_REVIEW,
  'lib/cases/read-story.ts visibleTo(actor)': HANDED_IN,
  'lib/sign-in/access-links.ts updateMany where usedAt: null': OVER,
  'lib/sign-in/access-links.ts updateMany where expiresAt: { gt: createdAt }': OVER,
  'lib/staff/issue-first-administrator-link.ts updateMany where usedAt: null': OVER,
  'lib/staff/issue-first-administrator-link.ts updateMany where revokedAt: null': OVER,
  "lib/staff/issue-first-administrator-link.ts updateMany where kind: 'FIRST_ADMINISTRATOR'":
    'before there is an administrator nobody can make another kind',
  'lib/sign-in/passwords/change-password.ts updateMany where usedAt: null': OVER,
  'lib/staff/access-changes/refuse-change.ts updateMany where usedAt: null': OVER,
  'lib/staff/access-changes/refuse-change.ts updateMany where revokedAt: null': OVER,
  'lib/staff/access-changes/confirm-change.ts requireManager(actor, id)': SEEN_BY_MANAGERS,
  'lib/staff/access-changes/confirm-change.ts updateMany where requestedById: { not: actor.id }':
    'asked before, and no verb changes who requested it',
  'lib/staff/policy.ts requireManager(actor, userId)': SEEN_BY_MANAGERS,
  'lib/staff/invitations/revoke-invitation.ts requireManager(actor, id)': SEEN_BY_MANAGERS,
  'lib/staff/access-changes/request-change.ts updateManyAndReturn where userId':
    'whose ever it is, what is overdue can be agreed to no more',
  'lib/sign-in/codes/send-sign-in-code.ts updateMany where expiresAt: { gt: now }': OVER,
  'lib/sign-in/codes/send-sign-in-code.ts updateMany where phoneIndex':
    'the browser’s secret, which is looked for beside it, is hashed with the number',
  'lib/sign-in/factors/own-passkeys.ts requireApplicant(actor)': SAME_BEHIND, // that of offering is tested
  'lib/sign-in/passwords/set-password.ts requireApplicant(actor)': SAME_BEHIND, // that of setting is tested
  'lib/sign-in/recovery/decide-case.ts INVALID_STATE if isGranted && !userId':
    'a case that leads to nobody has no picture, without which nothing is granted: refused by the same code',
  'lib/sign-in/factors/set-up-totp.ts deleteMany where sessionId': OVER,
  "lib/sign-in/factors/set-up-totp.ts deleteMany where kind: 'TOTP_SET_UP'": OVER,
  'lib/filings/set-filing.ts INVALID_STATE if !state':
    'what has no filing has no state that could have been on a screen: refused as CONFLICT',
  'lib/filings/set-filing.ts CONFLICT if state !== from': SAME_AGAIN,
  'lib/accounts/notices/set-notice-email.ts requireApplicant(actor)': SAME_BEHIND,
  'lib/review/decisions/save-judgement-drafts.ts CONFLICT if !submissionId':
    'a revision that there is not is not the newest, which is asked beside it',
  'lib/review/decisions/save-judgement-drafts.ts CONFLICT if found.revision !== revision': SAME_AGAIN,
  'lib/rulebook/editing/edit-rule-draft.ts requireRuleManager(actor, draftId)': SAME_BEHIND,
  'lib/documents/continue-partial-file.ts updateMany where takenAt: null':
    'what was taken in has come whole, and a CHECK of the table lets nothing stand behind that',
  'lib/privacy/own-data/export-account.ts ownedBy(actor)': ASKED_OF_EACH,
  'lib/privacy/own-data/export-record.ts ownedBy(actor)': ASKED_OF_EACH,
  'lib/privacy/erasure/request-erasure.ts visibleTo(actor)': 'it is looked for in an account that is theirs',
  "lib/privacy/consents/give-consent.ts FORBIDDEN if !can(actor, 'qualification.own')":
    'who may own none is of no account, and refused for that alike',
  'lib/qualifications/files/confirm-file.ts NOT_FOUND if !document': FOUND_BY_PAGE,
  'lib/qualifications/files/confirm-file.ts NOT_FOUND if !page': FOUND_BY_PAGE,
  'lib/qualifications/files/confirm-file.ts refuseLockedSlot(tx, draft, document)':
    'a slot with a file that waits is not as it was accepted, and so is not locked',
  'lib/qualifications/files/continue-upload.ts CONFLICT if !dataKey':
    'gone with the name, of which the same is asked beside it',
  'lib/qualifications/files/continue-upload.ts CONFLICT if !nameSealed':
    'gone with the key, of which the same is asked beside it',
  'lib/sign-in/sso/provider.ts NOT_FOUND if !OIDC_ISSUER': SET_TOGETHER,
  'lib/sign-in/sso/provider.ts NOT_FOUND if !OIDC_CLIENT_ID': SET_TOGETHER,
  "lib/reports/dossier/policy.ts returns false if actor.kind !== 'PERSON'": SYSTEM,
  'lib/reports/dossier/open-dossier.ts visibleTo(actor)':
    'what is read next is found only by who sees it, and refused alike',
  'lib/reports/exports/open-export.ts NOT_FOUND if !found.blobId': READY,
  'lib/cli/checks/read-file.ts FILE_BROKEN if !jpeg':
    'a file of which nothing is drawn was refused by the same code: lib/imaging/inspect-file.ts',
  'lib/reports/receipt/read-receipt.ts NOT_FOUND if !copy':
    'what is not there has no content, which is asked beside it',
  'lib/imaging/pdf/decode-pdf.ts refuseActiveContent(original)':
    'asked in the decoder’s own process: lib/imaging/pdf/decode-pdf.test.ts',
  'lib/integrations/revoke-api-key.ts requireIntegrator(actor, id)':
    'a person who does not manage integrations sees no keys, and gets NOT_FOUND before',
  'lib/integrations/handovers/enter-handover.ts updateMany where onlyAccountId: null':
    'a session that the platform vouches for never manages an account, which is asked before, and none becomes one later',
  'lib/integrations/webhooks/send-again.ts updateMany where endpointId':
    'asked before, and a delivery never changes its endpoint',
  'lib/worker/incidents/close-incident.ts deleteMany where closedAt: null':
    'what never became an incident is forgotten here before it could be closed',
  'lib/rulebook/editing/queries.ts returns null if !isVersionName(version)':
    'no version is called otherwise: nothing is found',
}
