import { newId } from '@/lib/core/ids'
import { aPhone } from '@/tests/factories/people'
import { type ActionRow, ANYONE, STAFF } from './cells'

const NO_ANSWER = JSON.stringify({
  id: 'eA',
  response: { clientDataJSON: 'e30', authenticatorData: 'eA', signature: 'eA' },
})

/** Acts of staff who say who they are, half-way through signing in or once more. */
const SAYING = { cells: { any: STAFF }, page: '/staff/sign-in/step', owing: '+' } as const

export const SIGN_IN: Record<string, ActionRow> = {
  'app/preferences.ts#choosePreference': { cells: { any: ANYONE }, form: () => [['theme', 'dark']], isPlain: true },
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
