import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { inviteStaff } from '@/lib/accounts/invite-staff'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { inviteMember } from '@/lib/members/invite-member'
import { beginUpload } from '@/lib/qualifications/begin-upload'
import { exportOriginal } from '@/lib/qualifications/export-original'
import { readDraft } from '@/lib/qualifications/read-draft'
import { saveFields } from '@/lib/qualifications/save-fields'
import { saveSignatures } from '@/lib/qualifications/save-signatures'
import { takeInDocument } from '@/lib/qualifications/take-in-document'
import { exportDossier } from '@/lib/reports/dossier/export-dossier'
import { claimQualification } from '@/lib/review/claim-qualification'
import { anAccessCase, anAccessCaseOfNobody } from '@/tests/factories/access-cases'
import { aWaitingChange } from '@/tests/factories/access-changes'
import { anErasure } from '@/tests/factories/erasures'
import { anOwingSession, withTotp } from '@/tests/factories/factors'
import { aLegalHold } from '@/tests/factories/holds'
import { decide, handIn } from '@/tests/factories/journey'
import { aNotice } from '@/tests/factories/messages'
import { aColleague, aPhone, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { aDocumentIn, aDraft, IDENTITY, submissionOf, USE } from '@/tests/factories/qualifications'
import { aRuleDraft } from '@/tests/factories/rules'
import { specimen } from '@/tests/factories/specimens'
import { DISABLED, type People } from './actors'

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

/** What a row may be about: a qualification of the owner's, in a state, and what else there is. */
export type Target = {
  qualificationId: string
  revision: number
  draftVersion: number
  fileId: string
  /** By which the administrator took that file out. */
  exportId: string
  /** By which they took out its dossier. */
  dossierExportId: string
  /** Of the owner's, on its way. */
  uploadId: string
  signatureId: string
  partIds: string[]
  /** What the forms of an open application carry along. */
  seen: { fields: string; signatures: string }
  userId: string
  disabledUserId: string
  invitationId: string
  /** An account that the owner and the member share, someone else in it, whom they invited, and an invitation to the owner. */
  accountId: string
  memberId: string
  memberInvitationId: string
  invitationToOwnerId: string
  /** Of that account: what was erased of it, and what was asked for to be. */
  erasureId: string
  erasureRequestId: string
  /** A legal hold on it. */
  holdId: string
  /** Of someone who can't sign in, with a picture; and one that leads to nobody, which can't be granted. */
  caseId: string
  caseOfNobodyId: string
  /** A notice that could not be sent. */
  messageId: string
  /** Of the audit log. */
  eventId: string
  /** Roles that wait for a second administrator. */
  changeId: string
  /** Another session of the owner's. */
  sessionId: string
  /** Of the reasons, with a change in it. */
  ruleDraftId: string
  token: string
}

/** What the owner declared: whoever sees this has seen more than that the qualification exists. */
export const DECLARED = IDENTITY['person.name']

let last: Promise<unknown> = Promise.resolve()

/** One after another: an application to which nothing was written yet is taken up by whoever begins the next. */
export function makeTarget(people: People, state: State, isLookedAt = false): Promise<Target> {
  const made = last.then(() => (state === 'ABSENT' ? nowhere(people) : make(people, state, isLookedAt)))
  last = made.catch(() => {})
  return made
}

/** No such qualification; but colleagues and an invitation, for what is about those. */
async function nowhere(people: People): Promise<Target> {
  const { owner, administrator } = people
  const [colleague, disabled] = [await aColleague(), await aColleague()]
  await database().user.update({ where: { id: disabled.id }, data: DISABLED })
  const invitation = await inviteStaff(administrator, { roles: ['REVIEWER'] })
  return {
    ...NOTHING,
    ...(await aSharedAccount(people)),
    userId: await withASecondFactor(colleague),
    disabledUserId: disabled.id,
    invitationId: invitation.id,
    ...(await theCases()),
    messageId: await aNotice(),
    eventId: await anEvent(),
    changeId: await aWaitingChange(),
    sessionId: (await aSession(owner.id, 'APPLICANT')).sessionId,
    ruleDraftId: await aRuleDraft(administrator),
    token: invitation.url.split('/').at(-1) ?? '',
  }
}

const anEvent = async () => (await database().auditEvent.findFirstOrThrow()).id

let cases: Promise<{ caseId: string; caseOfNobodyId: string }> | undefined

/** The same for all: what is tried with them changes nothing. */
function theCases() {
  cases ??= (async () => ({ caseId: await anAccessCase(), caseOfNobodyId: await anAccessCaseOfNobody() }))()
  return cases
}

async function withASecondFactor({ id }: { id: string }): Promise<string> {
  await withTotp(await anOwingSession(id))
  return id
}

async function aSharedAccount({ owner, member: another }: People) {
  const member = await aRegisteredApplicant()
  const { id: memberId, accountId } = member
  await database().membership.createMany({ data: [owner, another].map((who) => ({ accountId, userId: who.id })) })
  const { id: memberInvitationId } = await inviteMember(member.actor, { accountId, phone: aPhone() })
  const inviter = await aRegisteredApplicant()
  await database().rateLimit.deleteMany({ where: { key: { startsWith: 'invite-phone' } } }) // as if days went by
  const toOwner = await inviteMember(inviter.actor, { accountId: inviter.accountId, phone: owner.phone })
  const { id: erasureId } = await anErasure(accountId)
  const { id: erasureRequestId } = await database().erasureRequest.create({
    data: { accountId, requestedById: memberId, state: 'WAITING', obstacles: ['IN_FORCE'] },
  })
  const { id: holdId } = await aLegalHold({ accountId }, (await aColleague({ roles: ['ADMIN'] })).id)
  const kept = { erasureId, erasureRequestId, holdId }
  return { accountId, memberId, memberInvitationId, invitationToOwnerId: toOwner.id, ...kept }
}

export const NOTHING: Target = {
  qualificationId: randomUUID(),
  revision: 1,
  draftVersion: 0,
  fileId: randomUUID(),
  exportId: randomUUID(),
  dossierExportId: randomUUID(),
  uploadId: randomUUID(),
  signatureId: randomUUID(),
  partIds: [randomUUID()],
  seen: { fields: '', signatures: '' },
  userId: randomUUID(),
  disabledUserId: randomUUID(),
  invitationId: randomUUID(),
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

async function make(people: People, state: QualificationState, isLookedAt: boolean): Promise<Target> {
  const uploadId = newId()
  const owner = await anAccountOf(people.owner)
  const qualificationId = await aQualification({ ...people, owner }, state, { isLookedAt, uploadId })
  const { revision, draftVersion, documents, signatures, parts } = await submissionOf(qualificationId)
  const portrait = documents.find(({ kind }) => kind === 'ID_PORTRAIT')
  const fileId = portrait?.pages[0]?.fileId ?? ''
  return {
    ...NOTHING,
    qualificationId,
    revision,
    draftVersion,
    fileId,
    exportId: state === 'DRAFT' ? NOTHING.exportId : await takenOut(people, qualificationId, fileId),
    dossierExportId: state === 'DRAFT' ? NOTHING.dossierExportId : await aDossier(people, qualificationId),
    uploadId,
    signatureId: signatures[0]?.id ?? '',
    partIds: parts.length > 0 ? parts.map(({ id }) => id) : NOTHING.partIds,
    seen: (await readDraft(owner, qualificationId))?.seen ?? NOTHING.seen,
  }
}

async function takenOut({ administrator }: People, qualificationId: string, fileId: string): Promise<string> {
  const input = { qualificationId, fileId, reason: 'INSPECTION', note: null } as const
  return (await exportOriginal(administrator, input)).id
}

async function aDossier({ administrator }: People, qualificationId: string): Promise<string> {
  const input = { qualificationId, locale: 'en', content: 'MASKED', reason: null, note: null } as const
  return (await exportDossier(administrator, input)).id
}

type QualificationState = Exclude<State, 'ABSENT'>

type Begun = { isLookedAt: boolean; uploadId: string }

async function aQualification(
  { owner, holder }: Pick<People, 'owner' | 'holder'>,
  state: QualificationState,
  begun: Begun,
) {
  const id = await aFullDraft(owner, begun)
  if (state === 'DRAFT') return id
  await handIn(owner, id)
  if (state === 'SUBMITTED') return id
  if (state === 'IN_REVIEW') {
    await claimQualification(holder, { qualificationId: id })
    return id
  }
  const refused = {
    CHANGES_REQUESTED: { ID_PORTRAIT: 'BLURRED' },
    REJECTED: { ID_PORTRAIT: 'SUSPECTED_FORGERY' },
  } as const
  await decide(holder, id, state === 'APPROVED' ? {} : refused[state])
  // Another try is not to wait for the days that follow a rejection.
  if (state === 'REJECTED') await database().qualification.update({ where: { id }, data: { decidedAt: new Date(0) } })
  return id
}

/** Each in an account of its own, with the same members: one may not have as many drafts and uploads as are needed here. */
async function anAccountOf(owner: People['owner']): Promise<People['owner']> {
  const { accountId } = await aRegisteredApplicant()
  const members = await database().membership.findMany({ where: { accountId: owner.accountId } })
  await database().membership.createMany({ data: members.map(({ userId }) => ({ accountId, userId })) })
  return { ...owner, accountId, accountIds: [accountId] }
}

/** Its documents are rows, but for one real picture where it is to be looked at. */
async function aFullDraft(owner: People['owner'], { isLookedAt, uploadId }: Begun): Promise<string> {
  const { id: qualificationId } = await aDraft(owner)
  await saveFields(owner, { qualificationId, task: 'identity', seen: '', answers: IDENTITY })
  await saveFields(owner, { qualificationId, task: 'use', seen: '', answers: USE })
  await saveSignatures(owner, {
    qualificationId,
    seen: '',
    signatures: [{ id: newId(), source: 'OWN_NAME', text: '小明书屋' }],
    samples: [{ id: newId(), text: '您订的书到了。' }],
  })
  const rows: DocumentKind[] = ['ID_EMBLEM', 'ID_IN_HAND', 'COMMITMENT_LETTER']
  for (const kind of rows) await aDocumentIn(qualificationId, owner, kind)
  if (!isLookedAt) await aDocumentIn(qualificationId, owner, 'ID_PORTRAIT')
  else {
    const source = Readable.from(await specimen('ID_PORTRAIT'))
    const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
    await takeInDocument(owner, { ...slot, fileName: '人像面.jpg', source })
  }
  const announced = { kind: 'ID_PORTRAIT', senderSignatureId: null, fileName: '人像面.jpg', size: 100 } as const
  await beginUpload(owner, { ...announced, qualificationId, id: uploadId })
  return qualificationId
}

/** Everything of a target that an act could change. */
export async function stateOf(target: Target): Promise<string> {
  const { qualificationId, userId, disabledUserId, invitationId, accountId, invitationToOwnerId, messageId } = target
  const { erasureRequestId, holdId, sessionId, changeId } = target
  const [qualification, submissions, users, invitation, members, asked, message, erasure, holds, session, grant] =
    await Promise.all([
      database().qualification.findUnique({ where: { id: qualificationId }, include: { turns: true } }),
      database().submission.findMany({
        where: { qualificationId },
        orderBy: { revision: 'asc' },
        include: {
          fields: { orderBy: { key: 'asc' } },
          documents: { orderBy: { id: 'asc' }, include: { pages: { orderBy: { fileId: 'asc' } } } },
          signatures: { orderBy: { id: 'asc' }, include: { filings: { orderBy: { carrier: 'asc' } } } },
          samples: { orderBy: { id: 'asc' } },
          decisions: { orderBy: { id: 'asc' } },
        },
      }),
      database().user.findMany({
        where: { id: { in: [userId, disabledUserId] } },
        orderBy: { id: 'asc' },
        include: { roles: { orderBy: { role: 'asc' } }, totpSecret: { select: { createdAt: true } } },
      }),
      database().invitation.findUnique({ where: { id: invitationId } }),
      database().membership.findMany({ where: { accountId }, orderBy: { userId: 'asc' } }),
      database().memberInvitation.findMany({
        where: { OR: [{ accountId }, { id: invitationToOwnerId }] },
        orderBy: { id: 'asc' },
      }),
      database().outboxMessage.findUnique({ where: { id: messageId } }),
      database().erasureRequest.findUnique({ where: { id: erasureRequestId } }),
      database().legalHold.findMany({ where: { OR: [{ id: holdId }, { qualificationId }] }, orderBy: { id: 'asc' } }),
      database().session.findUnique({ where: { id: sessionId }, select: { endedAt: true } }),
      database().accessChange.findUnique({ where: { id: changeId } }),
    ])
  return JSON.stringify({
    qualification,
    submissions,
    users,
    invitation,
    members,
    asked,
    message: message?.state,
    erasure,
    holds,
    session,
    grant,
  })
}
