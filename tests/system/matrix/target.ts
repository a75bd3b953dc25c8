import { randomUUID } from 'node:crypto'
import { IDENTITY } from '@/tests/factories/qualifications'

/** The states that matter, and a number that nothing has. */
export const STATES = [
  'DRAFT',
  'SUBMITTED',
  'IN_REVIEW',
  'CHANGES_REQUESTED',
  'APPROVED',
  'REJECTED',
  'ABSENT',
] as const
export type State = (typeof STATES)[number]

/** The objects that a row may be about: a qualification of the owner's, in a state, and related things. */
export type Target = {
  qualificationId: string
  revision: number
  draftVersion: number
  fileId: string
  /** The export by which the administrator may download that file. */
  exportId: string
  dossierExportId: string
  /** Names the owner's unfinished upload. */
  uploadId: string
  signatureId: string
  /** Material that was requested of an approved one, and the file that answers it. */
  supplementId: string
  answerId: string
  partIds: string[]
  /** Holds the values that the forms of an open application contain. */
  seen: { fields: string; signatures: string; findings: string }
  userId: string
  disabledUserId: string
  invitationId: string
  apiKeyId: string
  /** Names an endpoint of webhooks; the delivery is for it. */
  endpointId: string
  deliveryId: string
  returnAddressId: string
  /** The owner and the member share this account, with another member, an invitation by them, and one to the owner. */
  accountId: string
  memberId: string
  memberInvitationId: string
  invitationToOwnerId: string
  /** Erasures and erasure requests of that account. */
  erasureId: string
  erasureRequestId: string
  /** Names a legal hold on it. */
  holdId: string
  /** The case of a person who can't sign in, with a picture; and one that leads to nobody, which can't be granted. */
  caseId: string
  caseOfNobodyId: string
  /** A notification that could not be sent. */
  messageId: string
  /** Names an event of the audit log. */
  eventId: string
  /** This change of roles waits for a second administrator. */
  changeId: string
  /** Names another session of the owner's. */
  sessionId: string
  /** This draft of the reasons has a change in it. */
  ruleDraftId: string
  token: string
}

/** The owner declared this value: anyone who sees it has seen more than that the qualification exists. */
export const DECLARED = IDENTITY['person.name']

export const NOTHING: Target = {
  qualificationId: randomUUID(),
  revision: 1,
  draftVersion: 0,
  fileId: randomUUID(),
  exportId: randomUUID(),
  dossierExportId: randomUUID(),
  uploadId: randomUUID(),
  signatureId: randomUUID(),
  supplementId: randomUUID(),
  answerId: randomUUID(),
  partIds: [randomUUID()],
  seen: { fields: '', signatures: '', findings: '' },
  userId: randomUUID(),
  disabledUserId: randomUUID(),
  invitationId: randomUUID(),
  apiKeyId: randomUUID(),
  endpointId: randomUUID(),
  deliveryId: randomUUID(),
  returnAddressId: randomUUID(),
  accountId: randomUUID(),
  memberId: randomUUID(),
  memberInvitationId: randomUUID(),
  invitationToOwnerId: randomUUID(),
  erasureId: randomUUID(),
  erasureRequestId: randomUUID(),
  holdId: randomUUID(),
  caseId: randomUUID(),
  caseOfNobodyId: randomUUID(),
  messageId: randomUUID(),
  eventId: randomUUID(),
  changeId: randomUUID(),
  sessionId: randomUUID(),
  ruleDraftId: randomUUID(),
  token: 'nothing',
}
