import { newId } from '@/lib/core/ids'
import { anEmail, aPhone } from '@/tests/factories/people'
import type { Target } from './targets'

/**
 * Who may do what, in which state. Each cell is tried over HTTP on a running portal; every page, route and action of the
 * build stands here, and nothing else does.
 *
 * The columns, in groups, and the signs:
 *
 *     1 +4 9333 3 4        +  allowed                            1  401, or sent to sign in
 *     │ ││ ││││ │ └ administrator                                3  403: visible, not permitted
 *     │ ││ ││││ └ auditor  *  allowed, and shows what is declared 4  404: not visible
 *     │ ││ │││└ lead       >  sent on within the portal          9  409: permitted, not in this state
 *     │ ││ ││└ own: a reviewer who is a member of the account
 *     │ ││ │└ reviewer, who does not hold the claim
 *     │ ││ └ holder of the claim, or who held it
 *     │ │└ stranger: an applicant of another account
 *     │ └ owner: the applicant of the account
 *     └ anonymous, and whoever has no live session
 */
type Cells = Readonly<Record<string, string>>

export type Entries = readonly (readonly [string, string])[]

type Common = {
  cells: Cells
  /** Where it succeeds it changes something: each such cell has a target of its own. */
  changes?: boolean
  /** Each try has a session of its own. */
  endsSession?: boolean
  /** What a session gets that still owes a step, where it is more than nobody. */
  owing?: '+'
  /** Takes, or ends, whatever there is, and so comes last. */
  takesAny?: boolean
}
export type TusMethod = 'OPTIONS' | 'HEAD' | 'PATCH' | 'DELETE'
export type Row = Common &
  (
    | {
        kind: 'route'
        name: string
        method: 'GET' | 'POST' | TusMethod
        path: string
        /** What is posted, where it isn't a picture. */
        form?: Entries
      }
    | {
        kind: 'action'
        name: string
        form: (target: Target) => Entries
        page?: string
        isPlain?: boolean
        previous?: object
      }
  )

const ANYONE = '+ ++ ++++ + +'
/** Whatever they may. */
const STAFF = '1 33 ++++ + +'
const APPLICANTS = '1 ++ 3333 3 3'
const OWNER = '1 +4 3333 3 3'
const OPEN = 'DRAFT CHANGES_REQUESTED'
const CLOSED = 'SUBMITTED IN_REVIEW APPROVED REJECTED'

/** What an applicant writes to. Staff see none of it as theirs; what is not open any more is told so. */
const TASK: Cells = { [OPEN]: OWNER, [CLOSED]: '1 >4 3333 3 3', ABSENT: '1 44 3333 3 3' }
/** Of organisations, which the applications here are not: there is no such page of theirs. */
const TASK_OF_OTHERS: Cells = { ...TASK, [OPEN]: '1 44 3333 3 3' }
const WRITING: Cells = {
  DRAFT: '1 +4 4444 4 4',
  CHANGES_REQUESTED: '1 +4 3333 3 3', // of the picture that was refused
  [CLOSED]: '1 94 3333 3 3',
  ABSENT: '1 44 4444 4 4',
}

/** The same of what was accepted: it is locked. */
const WRITING_ACCEPTED: Cells = { ...WRITING, CHANGES_REQUESTED: '1 94 3333 3 3' }

const PAGES: Record<string, Cells> = {
  '/': { any: '+ >> >>>> > >' },
  '/prepare': { any: ANYONE },
  '/prepare/letter': { any: ANYONE },
  '/icon.svg': { any: ANYONE },
  '/api/health/live': { any: ANYONE },
  '/api/health/ready': { any: ANYONE },
  '/dev/outbox': { any: ANYONE },
  '/invitations/[token]': { any: ANYONE },
  '/erased/[token]': { any: ANYONE },
  // Who has the link needs nothing else; these have none.
  '/api/erased/[token]/[erasureId]': { any: '4 44 4444 4 4' },
  '/register': { any: '+ >> ++++ + +' },
  '/sign-in': { any: '+ >> ++++ + +' },
  '/recover': { any: ANYONE },
  '/sign-in/password': { any: '+ >> ++++ + +' },
  '/staff/sign-in': { any: '+ ++ >>>> > >' },
  '/staff/sign-in/step': { any: '1 11 ++++ + +' },
  '/staff/forgotten': { any: ANYONE },
  '/staff/access/[token]': { any: ANYONE },
  '/security': { any: STAFF },
  '/security/add': { any: STAFF },
  '/security/confirm': { any: STAFF },
  // There is none on this portal: it is tried in sso.test.ts.
  '/api/sso': { any: '4 44 4444 4 4' },
  '/api/sso/callback': { any: '4 44 4444 4 4' },

  '/notices/confirm/[token]': { any: ANYONE },
  '/account': { any: APPLICANTS },
  '/account/sessions': { any: APPLICANTS },
  '/account/sign-in': { any: APPLICANTS },
  '/my-data': { any: APPLICANTS },
  '/my-data/views': { any: APPLICANTS },
  '/my-data/consents': { any: APPLICANTS },
  '/my-data/consents/[statement]': { any: APPLICANTS },
  '/my-data/erase': { any: APPLICANTS },
  '/api/my-data/export': { any: '1 +4 4444 4 4' },
  '/api/my-data/erasures/[erasureId]/certificate': { any: '1 +4 4444 4 4' },
  '/qualifications': { any: APPLICANTS },
  '/qualifications/new': { any: APPLICANTS },
  '/qualifications/[qualificationId]': { [`${OPEN} ${CLOSED}`]: '1 +4 3333 3 3', ABSENT: '1 44 3333 3 3' },
  '/qualifications/[qualificationId]/identity': TASK,
  '/qualifications/[qualificationId]/organisation': TASK_OF_OTHERS,
  '/qualifications/[qualificationId]/legal-representative': TASK_OF_OTHERS,
  '/qualifications/[qualificationId]/administrator': TASK_OF_OTHERS,
  '/qualifications/[qualificationId]/use': TASK,
  '/qualifications/[qualificationId]/signatures': TASK,
  '/qualifications/[qualificationId]/documents': TASK,
  '/qualifications/[qualificationId]/letter': TASK,
  '/qualifications/[qualificationId]/check': TASK,
  '/api/files/[fileId]/[variant]': {
    DRAFT: '1 +4 4444 4 4',
    IN_REVIEW: '1 +4 +939 3 3',
    'SUBMITTED CHANGES_REQUESTED APPROVED REJECTED': '1 +4 9939 3 3',
    ABSENT: '1 44 4444 4 4',
  },

  // By an export of the administrator's, who took it out; of a draft there is none.
  '/api/files/[fileId]/original': {
    'DRAFT ABSENT': '1 44 4444 4 4',
    'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 44 4444 4 +',
  },
  // So with a dossier.
  '/api/qualifications/[qualificationId]/dossier': {
    'DRAFT ABSENT': '1 44 4444 4 4',
    'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 44 4444 4 +',
  },

  '/queue': { any: '1 33 ++++ + +' },
  '/mine': { any: '1 33 ++++ 3 3' },
  '/access-cases': { any: '1 33 ++++ 3 3' },
  '/access-cases/[caseId]': { any: '1 33 ++++ 3 3' },
  '/api/access-cases/[caseId]/[side]': { any: '1 33 ++++ 3 3' },
  '/queue/[qualificationId]': {
    DRAFT: '1 33 4444 4 4',
    IN_REVIEW: '1 33 *+++ + +',
    'SUBMITTED CHANGES_REQUESTED APPROVED REJECTED': '1 33 ++++ + +',
    ABSENT: '1 33 4444 4 4',
  },
  '/cases/[qualificationId]': {
    DRAFT: '1 33 4444 4 4',
    'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 33 +++* * *',
    ABSENT: '1 33 4444 4 4',
  },

  '/overview': { any: '1 33 333+ + +' },
  '/staff/sessions': { any: '1 33 ++++ + +' },
  '/people': { any: '1 33 3333 3 +' },
  '/people/roles': { any: '1 33 3333 3 +' },
  '/people/[userId]': { any: '1 33 3333 3 +' },
  '/messages': { any: '1 33 3333 3 +' },
  '/rules': { any: '1 33 3333 3 +' },
  '/rules/[version]': { any: '1 33 3333 3 +' },
  '/reasons': { any: '1 33 3333 3 +' },
  '/reasons/[version]': { any: '1 33 3333 3 +' },
  '/letters': { any: '1 33 3333 3 +' },
  '/letters/[version]': { any: '1 33 3333 3 +' },
  '/retention': { any: '1 33 3333 + +' },
  '/audit': { any: '1 33 3333 + +' },
  '/reports': { any: '1 33 3333 + +' },
  // Of who asked for it; these are nobody's.
  '/api/exports/[exportId]': { any: '1 44 4444 4 4' },
}

const UPLOAD: Row = {
  kind: 'route',
  name: 'POST /api/qualifications/[qualificationId]/documents/[kind]',
  method: 'POST',
  path: '/api/qualifications/[qualificationId]/documents/[kind]',
  cells: WRITING,
  changes: true,
}

const EXPORTING: Row = {
  kind: 'route',
  name: 'POST /api/exports',
  method: 'POST',
  path: '/api/exports',
  form: [
    ['subject', 'QUALIFICATIONS'],
    ['format', 'CSV'],
  ],
  cells: { any: '1 33 3333 + +' },
  changes: true,
}

/** Of a case that their pass says; these have none. */
const CASE_UPLOAD: Row = {
  kind: 'route',
  name: 'POST /api/access-case/documents',
  method: 'POST',
  path: '/api/access-case/documents',
  cells: { any: '4 44 4444 4 4' },
}

/** An upload that the owner began: for nobody else does it exist. */
const THEIR_UPLOAD: Cells = { [OPEN]: '1 +4 4444 4 4', [CLOSED]: '1 94 4444 4 4', ABSENT: '1 44 4444 4 4' }
const ofUploads = (method: TusMethod | 'POST', cells: Cells, changes = false): Row => {
  const path = '/api/tus/[[...slug]]'
  return { kind: 'route', name: `${method} ${path}`, method, path, cells, changes }
}
const UPLOADS_IN_PARTS = [
  ofUploads('OPTIONS', { any: '1 ++ ++++ + +' }),
  ofUploads('POST', WRITING, true),
  ofUploads('HEAD', THEIR_UPLOAD),
  ofUploads('PATCH', THEIR_UPLOAD, true),
  ofUploads('DELETE', THEIR_UPLOAD, true),
]

const CLAIM: Cells = {
  DRAFT: '1 34 4444 4 4',
  SUBMITTED: '1 34 ++3+ 3 3',
  IN_REVIEW: '1 34 +939 3 3',
  'CHANGES_REQUESTED APPROVED REJECTED': '1 34 9939 3 3',
  ABSENT: '1 44 4444 4 4',
}
/** What only the holder does. */
const HELD: Cells = { ...CLAIM, SUBMITTED: '1 34 9939 3 3' }

const GOVERNING: Cells = {
  DRAFT: '1 34 4444 4 4',
  'SUBMITTED IN_REVIEW CHANGES_REQUESTED REJECTED': '1 34 3333 3 9',
  ABSENT: '1 44 4444 4 4',
}

/** Colleagues and invitations are visible to who manages them, and to nobody else. */
const MANAGING: Cells = { any: '1 44 4444 4 +' }

/** Holds and requests are visible to who reads of them. */
const KEEPING: Cells = { any: '1 44 4444 3 +' }

/** An account of the owner's and another's: nobody else knows that it exists. */
const MEMBERS: Cells = { any: '1 +4 4444 4 4' }

type ActionRow = Omit<Row & { kind: 'action' }, 'kind' | 'name'>
const aboutIt = ({ qualificationId }: Target): Entries => [['qualificationId', qualificationId]]

const governing = (reason: string) => (target: Target) => [...aboutIt(target), ['reason', reason]] as const

const NO_ANSWER = JSON.stringify({
  id: 'eA',
  response: { clientDataJSON: 'e30', authenticatorData: 'eA', signature: 'eA' },
})

/** Acts of staff who say who they are, half-way through signing in or once more. */
const SAYING = { cells: { any: STAFF }, page: '/staff/sign-in/step', owing: '+' } as const

const ACTIONS: Record<string, ActionRow> = {
  'app/preferences.ts#choosePreference': { cells: { any: ANYONE }, form: () => [['theme', 'dark']], isPlain: true },
  // Of the owner's; for nobody else is it there.
  'app/own-sessions.ts#end': {
    cells: { any: '1 +4 4444 4 4' },
    form: ({ sessionId }) => [['sessionId', sessionId]],
    page: '/account/sessions',
    changes: true,
  },
  'app/own-sessions.ts#endOthers': {
    cells: { any: '1 ++ ++++ + +' },
    form: () => [],
    page: '/account/sessions',
    takesAny: true, // also sessions that others are about
  },
  'app/session.ts#leave': { cells: { any: ANYONE }, form: () => [], isPlain: true, endsSession: true },
  'app/(auth)/_phone/actions.ts#continueWithPhone': {
    cells: { any: ANYONE },
    form: () => [
      ['intent', 'verify'],
      ['phone', '13900000000'],
      ['code', '000000'],
    ],
    page: '/sign-in',
    previous: { sent: null },
  },
  'app/(auth)/sign-in/password/actions.ts#signIn': {
    cells: { any: ANYONE },
    form: () => [
      ['phone', aPhone().slice(3)],
      ['password', 'not the password'],
    ],
    page: '/sign-in/password',
  },
  'app/(auth)/staff/sign-in/actions.ts#signIn': {
    cells: { any: ANYONE },
    form: () => [
      ['email', 'nobody@example.com'],
      ['password', 'not the password'],
    ],
    page: '/staff/sign-in',
  },
  'app/(auth)/staff/sign-in/actions.ts#askPasskey': { cells: { any: ANYONE }, form: () => [], page: '/staff/sign-in' },
  'app/(auth)/staff/sign-in/actions.ts#byPasskey': {
    cells: { any: ANYONE },
    form: () => [['response', NO_ANSWER]],
    page: '/staff/sign-in',
  },
  'app/(auth)/staff/forgotten/actions.ts#forgot': {
    cells: { any: ANYONE },
    form: () => [['email', 'nobody@example.com']],
    page: '/staff/forgotten',
  },
  'app/(auth)/staff/access/[token]/actions.ts#setNew': {
    cells: { any: ANYONE },
    form: () => [
      ['token', 'nothing'],
      ['password', '石榴 Trombone 七月 velvet'],
    ],
    page: '/staff/access/nothing',
  },
  // What staff say who they are by: wrong, and so it is taken and refused.
  'app/_components/confirm/actions.ts#byTotp': { ...SAYING, form: () => [['code', '000000']] },
  'app/_components/confirm/actions.ts#byRecoveryCode': { ...SAYING, form: () => [['recoveryCode', '00000-00000']] },
  'app/_components/confirm/actions.ts#askPasskey': { ...SAYING, form: () => [] },
  'app/_components/confirm/actions.ts#byPasskey': { ...SAYING, form: () => [['response', NO_ANSWER]] },
  'app/_components/confirm/set-up-actions.ts#addTotp': { ...SAYING, form: () => [['code', '000000']] },
  'app/_components/confirm/set-up-actions.ts#offerPasskey': { ...SAYING, form: () => [] },
  'app/_components/confirm/set-up-actions.ts#addPasskey': {
    ...SAYING,
    form: () => [
      ['name', '安全密钥'],
      ['response', JSON.stringify({ id: 'eA', response: { clientDataJSON: 'e30', attestationObject: 'oA' } })],
    ],
  },
  'app/(staff)/security/actions.ts#change': {
    cells: { any: STAFF },
    form: () => [
      ['current', 'not the password'],
      ['password', '石榴 Trombone 七月 velvet'],
    ],
    page: '/security',
  },
  'app/(staff)/security/actions.ts#renewCodes': { cells: { any: STAFF }, form: () => [], page: '/security' },
  'app/(staff)/security/actions.ts#dropTotp': { cells: { any: '1 33 4444 4 4' }, form: () => [], page: '/security' },
  'app/(staff)/security/actions.ts#dropPasskey': {
    cells: { any: '1 33 4444 4 4' },
    form: ({ userId }) => [['passkeyId', userId]],
    page: '/security',
  },
  'app/(auth)/invitations/[token]/actions.ts#accept': {
    cells: { any: ANYONE },
    form: () => [
      ['token', 'nothing'],
      ['name', '新同事'],
      ['email', `${newId()}@example.com`],
      ['password', '石榴 Trombone 七月 velvet'],
    ],
    page: '/invitations/nothing',
  },

  'app/(applicant)/qualifications/new/actions.ts#begin': {
    cells: { any: APPLICANTS },
    form: () => [['kind', 'INDIVIDUAL']],
    page: '/qualifications/new',
  },
  'app/(applicant)/qualifications/[qualificationId]/actions.ts#withdraw': {
    cells: {
      DRAFT: '1 +4 4444 4 4',
      'SUBMITTED IN_REVIEW CHANGES_REQUESTED': '1 +4 3333 3 3',
      'APPROVED REJECTED': '1 94 3333 3 3',
      ABSENT: '1 44 4444 4 4',
    },
    form: aboutIt,
    changes: true,
  },
  // None of these is near its end.
  'app/(applicant)/qualifications/[qualificationId]/actions.ts#renew': {
    cells: { ...WRITING_ACCEPTED, DRAFT: '1 94 4444 4 4' },
    form: aboutIt,
  },
  'app/(applicant)/qualifications/[qualificationId]/check/actions.ts#submit': {
    // Once more is the same submission; what was refused is not handed in as it was.
    cells: { ...WRITING_ACCEPTED, [CLOSED]: '1 +4 3333 3 3' },
    form: (target) => [
      ...aboutIt(target),
      ['revision', `${target.revision}`],
      ['draftVersion', `${target.draftVersion}`],
    ],
    changes: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/_components/save-answers.ts#saveAnswers': {
    cells: WRITING_ACCEPTED,
    form: (target) => [...aboutIt(target), ['seen', target.seen.fields], ['task', 'use'], ['use.audience', '新顾客']],
    changes: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/signatures/actions.ts#saveLists': {
    cells: WRITING_ACCEPTED,
    form: (target) => [
      ...aboutIt(target),
      ['seen', target.seen.signatures],
      ['signature.id', target.signatureId],
      ['signature.source', 'OWN_NAME'],
      ['signature.text', '小明花店'],
    ],
    changes: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/documents/actions.ts#removePage': {
    cells: WRITING,
    form: (target) => [...aboutIt(target), ['fileId', target.fileId]],
    changes: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/documents/actions.ts#movePage': {
    cells: WRITING,
    form: (target) => [...aboutIt(target), ['fileId', target.fileId], ['direction', 'UP']],
    changes: true,
  },

  'app/(auth)/notices/confirm/[token]/actions.ts#confirm': {
    cells: { any: ANYONE },
    form: () => [['token', 'nothing']],
    page: '/notices/confirm/nothing',
  },
  'app/(applicant)/account/actions.ts#invite': {
    cells: MEMBERS,
    form: ({ accountId }) => [
      ['accountId', accountId],
      ['phone', aPhone()],
    ],
    page: '/account',
    changes: true,
  },
  'app/(applicant)/account/actions.ts#revoke': {
    cells: MEMBERS,
    form: ({ memberInvitationId }) => [['invitationId', memberInvitationId]],
    page: '/account',
    changes: true,
  },
  'app/(applicant)/account/actions.ts#answer': {
    cells: MEMBERS,
    form: ({ invitationToOwnerId }) => [
      ['invitationId', invitationToOwnerId],
      ['answer', 'ACCEPT'],
    ],
    page: '/account',
    changes: true,
  },
  'app/(applicant)/account/actions.ts#remove': {
    cells: MEMBERS,
    form: ({ accountId, memberId }) => [
      ['accountId', accountId],
      ['userId', memberId],
    ],
    page: '/account',
    changes: true,
  },
  'app/(applicant)/account/actions.ts#leave': {
    cells: MEMBERS,
    form: ({ accountId }) => [['accountId', accountId]],
    page: '/account',
    changes: true,
  },
  'app/(applicant)/account/actions.ts#chooseNotices': {
    cells: { any: APPLICANTS },
    form: () => [
      ['bySms', 'on'],
      ['locale', 'zh-CN'],
    ],
    page: '/account',
  },
  'app/(applicant)/account/sign-in/actions.ts#sendCode': {
    cells: { any: APPLICANTS },
    form: () => [],
    page: '/account/sign-in',
  },
  // Without the codes that were sent nothing changes.
  'app/(applicant)/account/sign-in/actions.ts#changePassword': {
    cells: { any: APPLICANTS },
    form: () => [
      ['intent', 'set'],
      ['code', '000000'],
      ['password', '石榴 Trombone 七月 velvet'],
    ],
    page: '/account/sign-in',
  },
  'app/(applicant)/account/sign-in/actions.ts#sendCodes': {
    cells: { any: APPLICANTS },
    form: () => [['phone', aPhone()]],
    page: '/account/sign-in',
  },
  'app/(applicant)/account/sign-in/actions.ts#changePhone': {
    cells: { any: APPLICANTS },
    form: () => [
      ['phone', aPhone()],
      ['oldCode', '000000'],
      ['newCode', '000000'],
    ],
    page: '/account/sign-in',
  },
  'app/(applicant)/account/actions.ts#giveEmail': {
    cells: { any: APPLICANTS },
    form: () => [['email', anEmail()]],
    page: '/account',
  },
  'app/(applicant)/my-data/consents/actions.ts#give': {
    cells: { any: APPLICANTS },
    form: () => [
      ['statement', 'PERSONAL_INFORMATION'],
      ['agree', 'yes'],
    ],
    page: '/my-data/consents',
  },
  'app/(applicant)/my-data/erase/actions.ts#sendCode': {
    cells: { any: APPLICANTS },
    form: () => [],
    page: '/my-data/erase',
  },
  // Without the code that was sent nothing is asked for.
  'app/(applicant)/my-data/erase/actions.ts#erase': {
    cells: { any: APPLICANTS },
    form: ({ accountId }) => [
      ['accountId', accountId],
      ['code', '000000'],
    ],
    page: '/my-data/erase',
  },
  'app/(applicant)/my-data/erase/actions.ts#takeBack': {
    cells: MEMBERS,
    form: ({ erasureRequestId }) => [['requestId', erasureRequestId]],
    page: '/my-data',
    changes: true,
  },
  // After the one before: of what was given there.
  'app/(applicant)/account/actions.ts#removeEmail': { cells: { any: APPLICANTS }, form: () => [], page: '/account' },

  // It leads to nobody: who may decide it is told that it can't be granted.
  'app/(review)/access-cases/[caseId]/actions.ts#decide': {
    cells: { any: '1 33 9999 3 3' },
    form: ({ caseOfNobodyId }) => [
      ['caseId', caseOfNobodyId],
      ['decision', 'GRANT'],
    ],
    page: '/access-cases/[caseId]',
  },
  'app/(admin)/people/actions.ts#invite': {
    cells: { any: '1 33 3333 3 +' },
    form: () => [['roles', 'REVIEWER']],
    page: '/people',
  },
  'app/(admin)/people/actions.ts#revoke': {
    cells: MANAGING,
    form: ({ invitationId }) => [['invitationId', invitationId]],
    page: '/people',
    changes: true,
  },
  'app/(admin)/people/actions.ts#decideRoles': {
    cells: MANAGING,
    form: ({ grantId }) => [
      ['grantId', grantId],
      ['decision', 'CONFIRM'],
    ],
    page: '/people',
    changes: true,
  },
  'app/(admin)/people/[userId]/actions.ts#setRoles': {
    cells: MANAGING,
    form: ({ userId }) => [
      ['userId', userId],
      ['from', 'REVIEWER'],
      ['roles', 'LEAD'],
    ],
    changes: true,
  },
  'app/(admin)/people/[userId]/actions.ts#disable': {
    cells: MANAGING,
    form: ({ userId }) => [['userId', userId]],
    changes: true,
  },
  'app/(admin)/people/[userId]/actions.ts#enable': {
    cells: MANAGING,
    form: ({ disabledUserId }) => [['userId', disabledUserId]],
    changes: true,
  },

  'app/(admin)/people/[userId]/actions.ts#reset': {
    cells: MANAGING,
    form: ({ userId }) => [['userId', userId]],
    changes: true,
  },

  'app/(admin)/messages/actions.ts#again': {
    cells: MANAGING,
    form: ({ messageId }) => [['messageId', messageId]],
    page: '/messages',
    changes: true,
  },

  'app/(admin)/retention/actions.ts#decide': {
    cells: KEEPING,
    form: ({ erasureRequestId }) => [
      ['requestId', erasureRequestId],
      ['decision', 'REFUSE'],
      ['reason', 'LAW_REQUIRES_KEEPING'],
    ],
    page: '/retention?show=requests',
    changes: true,
  },

  'app/(admin)/reports/actions.ts#save': {
    cells: { any: '1 33 3333 + +' },
    form: () => [
      ['subject', 'QUALIFICATIONS'],
      ['format', 'XLSX'],
      ['monthly', 'yes'],
    ],
    page: '/reports',
    changes: true,
  },
  // Of whose they are; these are nobody's.
  'app/(admin)/reports/actions.ts#cancel': {
    cells: { any: '1 44 4444 4 4' },
    form: ({ userId }) => [['exportId', userId]],
    page: '/reports',
  },
  'app/(admin)/reports/actions.ts#remove': {
    cells: { any: '1 44 4444 4 4' },
    form: ({ userId }) => [['savedReportId', userId]],
    page: '/reports',
  },

  'app/(admin)/(rules)/actions.ts#begin': {
    cells: { any: '1 33 3333 3 +' },
    form: () => [
      ['kind', 'LETTERS'],
      ['basedOn', 'cn-mainland/2024-10'],
    ],
    page: '/letters',
  },
  'app/(admin)/(rules)/actions.ts#save': {
    cells: { any: '1 33 3333 3 +' },
    form: ({ ruleDraftId }) => [
      ['draftId', ruleDraftId],
      ['edits', '1'],
      ['part', 'REASON'],
      ['of', 'BLURRED'],
      ['code', 'BLURRED'],
      ['kind', 'retry'],
      ['documents', 'ID_PORTRAIT'],
      ['mend', 'PICTURE'],
      ['isOffered', 'yes'],
      ...['name', 'means', 'howToMend'].flatMap((words) => [
        [`${words}/zh-CN`, '模糊'] as const,
        [`${words}/en`, 'Blurred'] as const,
      ]),
    ],
    page: '/reasons',
    changes: true,
  },
  'app/(admin)/(rules)/actions.ts#discard': {
    cells: { any: '1 33 3333 3 +' },
    form: ({ ruleDraftId }) => [
      ['draftId', ruleDraftId],
      ['edits', '1'],
    ],
    page: '/reasons',
    changes: true,
  },
  'app/(admin)/(rules)/actions.ts#publish': {
    cells: { any: '1 33 3333 3 +' },
    form: ({ ruleDraftId }) => [
      ['draftId', ruleDraftId],
      ['edits', '1'],
    ],
    page: '/reasons',
    changes: true,
  },

  'app/(review)/queue/actions.ts#take': { cells: CLAIM, form: aboutIt, page: '/queue', changes: true },
  'app/search.ts#search': { cells: { any: '1 33 ++++ + +' }, form: () => [['text', '王小明']], page: '/queue' },
  'app/(review)/queue/actions.ts#setUrgent': {
    cells: {
      DRAFT: '1 34 4444 4 4',
      'SUBMITTED IN_REVIEW': '1 34 333+ 3 3',
      'CHANGES_REQUESTED APPROVED REJECTED': '1 34 3339 3 3',
      ABSENT: '1 44 4444 4 4',
    },
    form: (target) => [...aboutIt(target), ['isUrgent', 'true']],
    page: '/queue',
    changes: true,
  },
  'app/(review)/queue/actions.ts#release': {
    cells: { ...HELD, IN_REVIEW: '1 34 +93+ 3 3' },
    form: aboutIt,
    page: '/queue',
    changes: true,
  },
  'app/(review)/queue/[qualificationId]/actions.ts#claimAgain': { cells: CLAIM, form: aboutIt, changes: true },
  'app/(review)/queue/[qualificationId]/actions.ts#renew': { cells: HELD, form: aboutIt, changes: true },
  'app/(review)/queue/[qualificationId]/actions.ts#decide': {
    cells: HELD,
    form: ({ qualificationId, revision, partIds }) => [
      ['qualificationId', qualificationId],
      ['revision', `${revision}`],
      ...partIds.flatMap((id) => [['parts', id] as const, [`verdict:${id}`, 'ACCEPTED'] as const]),
    ],
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#suspend': {
    cells: { ...GOVERNING, APPROVED: '1 34 3333 3 +' },
    form: governing('COMPLAINTS'),
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#resume': {
    cells: { ...GOVERNING, APPROVED: '1 34 3333 3 9' },
    form: governing('RESOLVED'),
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#revoke': {
    cells: { ...GOVERNING, APPROVED: '1 34 3333 3 +' },
    form: governing('SUSPECTED_FRAUD'),
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#file': {
    cells: {
      'DRAFT CHANGES_REQUESTED ABSENT': '1 44 4444 4 4', // the newest revision's signature isn't handed in
      'SUBMITTED IN_REVIEW REJECTED': '1 34 3339 3 9',
      APPROVED: '1 34 333+ 3 +',
    },
    form: ({ signatureId }) => [
      ['senderSignatureId', signatureId],
      ['carrier', 'CMCC'],
      ['from', 'NOT_FILED'],
      ['state', 'FILED'],
      ['filedOn', '2026-01-05'],
    ],
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#takeOut': {
    cells: {
      DRAFT: '1 34 4444 4 4',
      ABSENT: '1 44 4444 4 4',
      'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 34 3333 3 +',
    },
    form: (target) => [...aboutIt(target), ['fileId', target.fileId], ['reason', 'INSPECTION']],
  },
  'app/(review)/cases/[qualificationId]/actions.ts#makeDossier': {
    cells: {
      DRAFT: '1 34 4444 4 4',
      ABSENT: '1 44 4444 4 4',
      'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 34 3333 + +',
    },
    form: (target) => [...aboutIt(target), ['locale', 'en'], ['content', 'MASKED']],
  },
  'app/(review)/cases/[qualificationId]/actions.ts#revealDeclared': {
    cells: {
      'DRAFT ABSENT': '1 44 4444 4 4',
      'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 34 333+ + +',
    },
    form: aboutIt,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#placeHold': {
    cells: {
      DRAFT: '1 34 4444 4 4',
      ABSENT: '1 44 4444 4 4',
      'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 34 3333 3 +',
    },
    form: (target) => [...aboutIt(target), ['covers', 'QUALIFICATION'], ['holdReason', 'DISPUTE']],
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#liftHold': {
    cells: KEEPING,
    form: ({ holdId }) => [['holdId', holdId]],
    page: '/queue',
    changes: true,
  },
  'app/(review)/queue/actions.ts#takeNext': {
    cells: { any: '1 33 ++++ 3 3' },
    form: () => [],
    page: '/queue',
    takesAny: true,
  },
  // What its owner made and waits is withdrawn with it.
  'app/(applicant)/my-data/consents/actions.ts#withdraw': {
    cells: { any: APPLICANTS },
    form: () => [['statement', 'PROVISION_TO_CLOUD_PROVIDERS']],
    page: '/my-data/consents/PROVISION_TO_CLOUD_PROVIDERS',
    takesAny: true,
  },
}

export const TABLE: readonly Row[] = [
  ...Object.entries(PAGES).map(
    ([path, cells]): Row => ({
      ...{ kind: 'route', name: path, method: 'GET', path, cells },
      ...(path === '/staff/sign-in/step' ? { owing: '+' } : {}),
    }),
  ),
  UPLOAD,
  CASE_UPLOAD,
  EXPORTING,
  ...UPLOADS_IN_PARTS,
  ...Object.entries(ACTIONS).map(([name, row]): Row => ({ kind: 'action', name, ...row })),
]
