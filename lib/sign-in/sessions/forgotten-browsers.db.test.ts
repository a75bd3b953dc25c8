import { expect, test } from 'vitest'
import type { ConfirmedAct } from '@/lib/accounts/confirmed-act'
import type { PersonActor } from '@/lib/actor/actor'
import { database, transaction } from '@/lib/db/client'
import { blockStaff } from '@/lib/staff/block-staff'
import { disableStaff } from '@/lib/staff/disable-staff'
import { resetFactors } from '@/lib/staff/reset-factors'
import { aCodeFor, age, BROWSER } from '@/tests/factories/codes'
import { CONFIRMED } from '@/tests/factories/confirmations'
import { anIncompleteSession, withOwnPasskey, withTotp } from '@/tests/factories/factors'
import { aColleague, anAddress, anAdministrator, aRegisteredApplicant, PASSWORD } from '@/tests/factories/people'
import { createAccessLink } from '../access-links'
import { removeOwnPasskey } from '../factors/own-passkeys'
import { changePassword } from '../passwords/change-password'
import { hashPassword } from '../passwords/passwords'
import { removePassword, setPassword } from '../passwords/set-password'
import { signInBySso } from '../sso/sign-in-by-sso'
import { useAccessLink as setByLink } from '../use-access-link'
import { findKnownDevice, newDevice, rememberDevice } from './devices'
import { endAllSessions, endOtherSessions } from './end-other-sessions'
import { endSession } from './end-sessions'
import type { SessionOnDevice } from './session-on-device'

const OTHER = '驺虞 Clarinet 九月 umber'
const known = async (userId: string) => (await transaction((tx) => rememberDevice(tx, userId, null))).secret
const rowOf = (id: string, secret: string) => findKnownDevice(database(), { id }, secret)
const countOf = (userId: string) => database().knownDevice.count({ where: { userId } })

type Colleague = Awaited<ReturnType<typeof aColleague>>
const ALL: [string, (administrator: PersonActor, colleague: Colleague) => Promise<unknown>][] = [
  ['disabling', (administrator, { id: userId }) => disableStaff(administrator, { userId })],
  ['a block', (administrator, { id: userId }) => blockStaff(administrator, { userId, act: 'BLOCK' })],
  ['a reset of second factors', (administrator, { id: userId }) => resetFactors(administrator, { userId })],
]

test.each(ALL)('with %s no browser of the person is known any longer, and others are', async (_, end) => {
  const [administrator, one, other] = [await anAdministrator(), await aColleague(), await aColleague()]
  await withTotp(await anIncompleteSession(one.id))
  const [, ofOther] = [await known(one.id), await known(other.id)]
  await end(administrator, one)
  expect(await countOf(one.id)).toBe(0)
  expect(await rowOf(other.id, ofOther)).not.toBeNull()
})

test('with a role by single sign-on that takes two, the browsers before are unknown, and the one of this sign-in is known', async () => {
  const { id, email } = await aColleague()
  const before = await known(id)
  const identity = {
    issuer: 'https://login.example.com',
    subject: email,
    claims: { email, email_verified: true, name: '沈微', groups: ['admin'] },
    at: new Date(),
  }
  const roles = { claim: 'groups', byValue: new Map([['admin', 'ADMIN' as const]]) }
  const { device } = await signInBySso(identity, { domains: ['example.com'], roles }, before)
  expect([await rowOf(id, before), await countOf(id)]).toEqual([null, 1])
  expect(await rowOf(id, device?.secret ?? '')).not.toBeNull()
})

test('one’s own session that is closed, or signed out, makes no browser unknown', async () => {
  const { id, actor } = await aColleague()
  const secret = await known(id)
  const { actor: other } = await withTotp(await anIncompleteSession(id))
  await endOtherSessions(actor, { sessionId: other.sessionId }, CONFIRMED)
  await endSession(actor, 'SIGN_OUT')
  expect(await rowOf(id, secret)).not.toBeNull()
})

async function anApplicant() {
  const person = await aRegisteredApplicant()
  await database().user.update({ where: { id: person.id }, data: { passwordHash: await hashPassword(PASSWORD) } })
  const given = async (act: ConfirmedAct, device: string, actor = person.actor) => ({
    ...{ code: await aCodeFor({ ...person, actor }, act), address: anAddress(), browser: BROWSER },
    device,
  })
  return { ...person, given }
}

type Prepared = { id: string; endOthers: (device: string) => Promise<Pick<SessionOnDevice, 'device'>> }
const OTHERS: [string, () => Promise<Prepared>][] = [
  [
    'signing out all others',
    async () => {
      const { id, actor } = await aColleague()
      return { id, endOthers: async (device) => (await endOtherSessions(actor, { device }, CONFIRMED)).session }
    },
  ],
  [
    'a new password by a link',
    async () => {
      const { id } = await aColleague()
      const { url } = await transaction((tx) => createAccessLink(tx, { userId: id, kind: 'PASSWORD' }))
      const token = url.split('/').at(-1) ?? ''
      return {
        id,
        endOthers: async (device) => ({
          device: await setByLink({ token, password: OTHER, address: anAddress(), device }),
        }),
      }
    },
  ],
  [
    'another password of staff',
    async () => {
      const { id, actor } = await aColleague()
      const change = { current: PASSWORD, password: OTHER, address: anAddress() }
      return { id, endOthers: (device) => changePassword(actor, { ...change, device }) }
    },
  ],
  [
    'a password of an applicant',
    async () => {
      const { id, actor, given } = await anApplicant()
      return {
        id,
        endOthers: async (device) => setPassword(actor, { ...(await given('PASSWORD', device)), password: OTHER }),
      }
    },
  ],
  [
    'removing that password',
    async () => {
      const { id, actor, given } = await anApplicant()
      return { id, endOthers: async (device) => removePassword(actor, await given('PASSWORD', device)) }
    },
  ],
  [
    'removing a passkey of an applicant',
    async () => {
      const { given, ...person } = await anApplicant()
      const { actor } = await withOwnPasskey(person)
      await age(person.phone, 900)
      const { id: passkeyId } = await database().passkey.findFirstOrThrow({ where: { userId: person.id } })
      return {
        id: person.id,
        endOthers: async (device) =>
          removeOwnPasskey(actor, { ...(await given('PASSKEYS', device, actor)), passkeyId }),
      }
    },
  ],
]

test.each(OTHERS)(
  'with %s this browser alone stays known, under another secret and with the same count',
  async (_, prepare) => {
    const { id, endOthers } = await prepare()
    const [own, elsewhere] = [await known(id), await known(id)]
    const row = await rowOf(id, own)
    const { device } = await endOthers(own)
    expect([await rowOf(id, own), await rowOf(id, elsewhere)]).toEqual([null, null])
    expect(await rowOf(id, device?.secret ?? '')).toBe(row)
  },
)

test('a person who copied a session closes the others without making their browser known', async () => {
  const { id, actor } = await aColleague()
  await known(id)
  expect((await endOtherSessions(actor, { device: newDevice() }, CONFIRMED)).session.device).toBeNull()
  expect(await countOf(id)).toBe(0)
})

test('who signs out everywhere, here too, is known on no browser any more', async () => {
  const { id, actor } = await aColleague()
  await known(id)
  await endAllSessions(actor)
  expect(await countOf(id)).toBe(0)
})
