import { newId } from '@/lib/core/ids'
import { aPhone } from '@/tests/factories/people'
import { type ActionRow, ANYONE, type Row, STAFF } from './cells'

const NO_ANSWER = JSON.stringify({
  id: 'eA',
  response: { clientDataJSON: 'e30', authenticatorData: 'eA', signature: 'eA' },
})

/** Acts by which staff confirm their identity, during sign-in or again. */
const SAYING = { cells: { any: STAFF }, page: '/staff/sign-in/step', owing: '+' } as const

/** Signs in on a page that stays open. The password is wrong: the form is accepted, and refused. */
export const SIGN_IN_HERE: Row = {
  kind: 'route',
  name: 'POST /api/sign-in/[act]',
  method: 'POST',
  path: '/api/sign-in/[act]',
  form: [
    ['as', newId()],
    ['phone', aPhone().slice(3)],
    ['password', 'not the password'],
  ],
  cells: { any: ANYONE },
}

export const SIGN_IN: Record<string, ActionRow> = {
  'app/preferences.ts#choosePreference': { cells: { any: ANYONE }, form: () => [['theme', 'dark']], isPlain: true },
  'app/session.ts#signOutHere': { cells: { any: ANYONE }, form: () => [], isPlain: true, endsSession: true },
  'app/(auth)/handover/actions.ts#press': {
    cells: { any: ANYONE },
    form: () => [['token', 'nothing']],
    page: '/handover/nothing',
  },
  'app/(auth)/handover/actions.ts#signInAgain': {
    cells: { any: ANYONE },
    form: () => [],
    page: '/handover',
    endsSession: true,
  },
  // No session of these was handed over.
  'app/(applicant)/_components/handed-over/actions.ts#finish': {
    cells: { any: '1 444 4444 4 4' },
    form: () => [],
    page: '/qualifications',
    endsSession: true,
  },
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
  'app/(auth)/staff/sign-in/actions.ts#startPasskey': {
    cells: { any: ANYONE },
    form: () => [],
    page: '/staff/sign-in',
  },
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
  // The factors are wrong, and so they are accepted as forms and refused.
  'app/_components/confirm/actions.ts#byTotp': { ...SAYING, form: () => [['code', '000000']] },
  'app/_components/confirm/actions.ts#byRecoveryCode': { ...SAYING, form: () => [['recoveryCode', '00000-00000']] },
  'app/_components/confirm/actions.ts#startPasskey': { ...SAYING, form: () => [] },
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
  // The same is true of what ends other sessions by a factor; applicants do it by a code.
  ...Object.fromEntries(
    (
      [
        ['byTotp', ['code', '000000']],
        ['byRecoveryCode', ['recoveryCode', '00000-00000']],
        ['byPasskey', ['response', NO_ANSWER]],
      ] as const
    ).map(([name, factor]): [string, ActionRow] => [
      `app/(admin)/staff/sessions/actions.ts#${name}`,
      { cells: { any: STAFF }, form: () => [factor], page: '/staff/sessions' },
    ]),
  ),
  'app/(staff)/security/actions.ts#change': {
    cells: { any: STAFF },
    form: () => [
      ['current', 'not the password'],
      ['password', '石榴 Trombone 七月 velvet'],
    ],
    page: '/security',
  },
  'app/(staff)/security/actions.ts#renewCodes': { cells: { any: STAFF }, form: () => [], page: '/security' },
  'app/(staff)/security/actions.ts#dropTotp': { cells: { any: '1 333 4444 4 4' }, form: () => [], page: '/security' },
  'app/(staff)/security/actions.ts#dropPasskey': {
    cells: { any: '1 333 4444 4 4' },
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
}
