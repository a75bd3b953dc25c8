import { consentOf } from '@/lib/accounts/consents/consents'
import { newId } from '@/lib/core/ids'
import { anEmail, aPhone } from '@/tests/factories/people'
import { addsAPasskey, hasAnAddress, offeredAPasskey, removesAPasskey } from '../newcomers'
import { type ActionRow, ANYONE, APPLICANTS, MEMBERS } from './cells'

/** Applies to an invitation to the owner's phone: nobody else knows that it exists. */
const INVITED = { any: '1 +44 4444 4 4' }

export const ACCOUNT: Record<string, ActionRow> = {
  // These are the owner's, and don't exist for anybody else.
  // Acts that a code or a passkey confirms are accepted as forms here, and nothing is done: no code comes with them.
  // What they do with one is in `copied-cookie.test.ts`.
  'app/(applicant)/account/sessions/actions.ts#endOthers': {
    cells: { any: '1 +44 4444 4 4' }, // the session is the owner's, and doesn't exist for anybody else
    form: ({ sessionId }) => [['sessionId', sessionId]],
    page: '/account/sessions',
  },
  'app/own-sessions.ts#endAll': {
    cells: { any: '1 +++ ++++ + +' },
    form: () => [],
    page: '/account/sessions',
    endsSession: true,
    takesAny: true, // also sessions that others are about
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
  },
  'app/(applicant)/account/actions.ts#revoke': {
    cells: MEMBERS,
    form: ({ memberInvitationId }) => [['invitationId', memberInvitationId]],
    page: '/account',
    changes: true,
  },
  'app/(applicant)/account/actions.ts#accept': {
    cells: INVITED,
    form: ({ invitationToOwnerId }) => [['invitationId', invitationToOwnerId]],
    page: '/account',
  },
  'app/(applicant)/account/actions.ts#decline': {
    cells: INVITED,
    form: ({ invitationToOwnerId }) => [['invitationId', invitationToOwnerId]],
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
  },
  'app/(applicant)/account/actions.ts#leave': {
    cells: MEMBERS,
    form: ({ accountId }) => [['accountId', accountId]],
    page: '/account',
  },
  'app/(applicant)/account/actions.ts#chooseNotices': {
    cells: { any: APPLICANTS },
    form: () => [
      ['bySms', 'on'],
      ['locale', 'zh-CN'],
    ],
    page: '/account',
  },
  'app/(applicant)/_components/own-code/actions.ts#startPasskey': {
    cells: { any: APPLICANTS },
    form: () => [],
    page: '/account',
  },
  'app/(applicant)/my-data/actions.ts#prepareExport': {
    cells: MEMBERS,
    form: ({ accountId }) => [['accountId', accountId]],
    page: '/my-data',
  },
  'app/(applicant)/account/sign-in/actions.ts#sendCode': {
    cells: { any: APPLICANTS },
    form: () => [['act', 'PASSWORD']],
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
  'app/(applicant)/account/sign-in/actions.ts#offerPasskey': {
    cells: { any: APPLICANTS },
    form: () => [['passkeyCode', '000000']],
    page: '/account/sign-in',
    newcomer: offeredAPasskey,
  },
  'app/(applicant)/account/sign-in/actions.ts#addPasskey': {
    cells: { any: APPLICANTS },
    form: () => [
      ['passkeyCode', '000000'],
      ['name', '我的手机'],
      ['response', JSON.stringify({ id: 'eA', response: { clientDataJSON: 'e30', attestationObject: 'oA' } })],
    ],
    page: '/account/sign-in',
    newcomer: addsAPasskey,
  },
  'app/(applicant)/account/sign-in/actions.ts#removePasskey': {
    cells: { any: APPLICANTS },
    form: () => [
      ['passkeyCode', '000000'],
      ['passkeyId', newId()],
    ],
    page: '/account/sign-in',
    newcomer: removesAPasskey,
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
  'app/(applicant)/account/actions.ts#setEmail': {
    cells: { any: APPLICANTS },
    form: () => [['email', anEmail()]],
    page: '/account',
  },
  'app/(applicant)/my-data/consents/actions.ts#give': {
    cells: { any: APPLICANTS },
    form: () => [
      ['statement', 'PERSONAL_INFORMATION'],
      ['version', consentOf('PERSONAL_INFORMATION').version],
      ['agree', 'yes'],
    ],
    page: '/my-data/consents',
  },
  'app/(applicant)/my-data/erase/actions.ts#sendCode': {
    cells: { any: APPLICANTS },
    form: () => [],
    page: '/my-data/erase',
  },
  // Without the code that was sent nothing is requested.
  'app/(applicant)/my-data/erase/actions.ts#erase': {
    cells: { any: APPLICANTS },
    form: ({ accountId }) => [
      ['accountId', accountId],
      ['code', '000000'],
    ],
    page: '/my-data/erase',
  },
  'app/(applicant)/my-data/erase/actions.ts#withdrawRequest': {
    cells: MEMBERS,
    form: ({ erasureRequestId }) => [['requestId', erasureRequestId]],
    page: '/my-data',
    changes: true,
  },
  'app/(applicant)/account/actions.ts#removeEmail': {
    cells: { any: APPLICANTS },
    form: () => [],
    page: '/account',
    newcomer: hasAnAddress,
  },
  // The waiting applications of its owner are withdrawn with it.
  'app/(applicant)/my-data/consents/actions.ts#withdraw': {
    cells: { any: APPLICANTS },
    form: () => [['statement', 'PROVISION_TO_CLOUD_PROVIDERS']],
    page: '/my-data/consents/PROVISION_TO_CLOUD_PROVIDERS',
    takesAny: true,
  },
}
