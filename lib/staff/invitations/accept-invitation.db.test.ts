import { expect, test, vi } from 'vitest'
import { lockAdministrators } from '@/lib/accounts/administrators'
import { openPerson } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { capabilitiesOf } from '@/lib/actor/capabilities'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, databaseTime } from '@/lib/db/client'
import { verifyPassword } from '@/lib/sign-in/passwords/passwords'
import { readAnySession } from '@/lib/sign-in/sessions/sessions'
import { eventsAbout } from '@/tests/factories/audit'
import { anIncompleteSession, withTotp } from '@/tests/factories/factors'
import { atOneMoment, outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, anAdministrator, anEmail, PASSWORD } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { acceptInvitation } from './accept-invitation'
import { inviteStaff } from './invite-staff'
import { listInvitations, readInvitation } from './queries'

// Roles that take a second administrator have tests of their own.
vi.hoisted(() => {
  process.env.SECOND_ADMINISTRATOR = '0'
})

const accept = (token: string, given: { email?: string; name?: string; password?: string; address?: string } = {}) =>
  acceptInvitation({ token, name: '李雷', email: anEmail(), password: PASSWORD, address: anAddress(), ...given })

async function anInvitation(inviter?: PersonActor) {
  const { id, url } = await inviteStaff(inviter ?? (await anAdministrator()), { roles: ['REVIEWER', 'AUDITOR'] })
  return { id, token: url.split('/').at(-1) ?? '' }
}

test('creates the person with the roles of the invitation, and starts to sign them in', async () => {
  const { id, token } = await anInvitation()
  expect(await readInvitation(token)).toMatchObject({ kind: 'STAFF', roles: ['AUDITOR', 'REVIEWER'] })
  const email = anEmail()
  const { userId, session } = await accept(token, { email })

  const person = await database().user.findUniqueOrThrow({ where: { id: userId }, include: { dataKey: true } })
  expect(await openPerson(person)).toEqual({ name: '李雷', email })
  expect(Buffer.from(person.emailIndex ?? [])).toEqual(Buffer.from(await blindIndex('email', email)))
  expect(await verifyPassword(person.passwordHash, PASSWORD)).toBe(true)

  expect(await readAnySession(session.id)).toMatchObject({ id: userId, pendingStep: 'SET_UP_SECOND_FACTOR' })
  expect(await eventsAbout(userId, 'session.started')).toHaveLength(1)
  const { actor } = await withTotp(await anIncompleteSession(userId))
  expect(actor.capabilities).toEqual(capabilitiesOf(['REVIEWER', 'AUDITOR']))
  expect(await eventsAbout(userId, 'staff.joined')).toMatchObject([
    { actorKind: 'PERSON', actorId: userId, data: { invitationId: id, roles: ['REVIEWER', 'AUDITOR'] } },
  ])
  expect(await readInvitation(token)).toBeNull()
})

test('a link works once', async () => {
  const { token } = await anInvitation()
  await accept(token)
  await expect(accept(token)).rejects.toMatchObject({ code: 'LINK_INVALID' })
})

test.each([
  ['expired', async () => ({ expiresAt: await databaseTime() })],
  ['revoked', async () => ({ revokedAt: await databaseTime() })],
])('a link that is %s does not work', async (_, change) => {
  const { id, token } = await anInvitation()
  await database().invitation.update({ where: { id }, data: await change() })
  await expect(accept(token)).rejects.toMatchObject({ code: 'LINK_INVALID' })
})

const disable = async (id: string) => ({
  where: { id },
  data: { status: 'DISABLED', disabledAt: await databaseTime() } as const,
})

test.each([
  ['disabled', async (id: string) => database().user.update(await disable(id))],
  ['no administrator any more', (id: string) => database().roleGrant.deleteMany({ where: { userId: id } })],
])('a link of someone who is %s does not work, and is not listed', async (_, change) => {
  const [inviter, other] = [await anAdministrator(), await anAdministrator()]
  const { id, token } = await anInvitation(inviter)
  const isListed = async () => (await listInvitations(other)).some((invitation) => invitation.id === id)
  expect(await isListed()).toBe(true)
  await change(inviter.id)
  expect(await readInvitation(token)).toBeNull()
  expect(await isListed()).toBe(false)
  await expect(accept(token)).rejects.toMatchObject({ code: 'LINK_INVALID' })
})

test('yields to who gave the link being disabled between its read and its write', async () => {
  const inviter = await anAdministrator()
  const { token } = await anInvitation(inviter)
  const attempt = interleaveWith(
    async (tx) => {
      await lockAdministrators(tx)
      await tx.user.update(await disable(inviter.id))
    },
    () => accept(token),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'LINK_INVALID' })
})

test('a person who invents links is slowed down', async () => {
  const address = anAddress()
  const guess = () => accept('made-up', { address })
  const codes = await atOneMoment(() => outcomesOf(Array.from({ length: 12 }, guess)))
  expect(codes.filter((code) => code === 'LINK_INVALID')).toHaveLength(10)
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2)
})

test('each made-up link is a miss of its network, a real one none', async () => {
  const address = anAddress()
  await accept('made-up', { address }).catch(() => {})
  await accept((await anInvitation()).token, { address })
  const network = Buffer.from(await blindIndex('address', address)).toString('hex')
  const misses = await database().rateLimit.findUnique({ where: { key: `miss-network:${network}` } })
  expect(misses?.points).toBe(1)
})

test.each([
  ['short', 'PASSWORD_LENGTH'],
  ['Password1234!', 'PASSWORD_COMMON'],
  ['李雷 Trombone velvet', 'PASSWORD_PERSONAL'],
  ['zhunxin Trombone velvet', 'PASSWORD_PERSONAL'],
])('refuses the password %s, and the link still works', async (password, code) => {
  const { token } = await anInvitation()
  await expect(accept(token, { password })).rejects.toMatchObject({ code })
  await accept(token)
})

test('an address that someone has is refused, and the link still works', async () => {
  const { token } = await anInvitation()
  const { email } = await aColleague()
  await expect(accept(token, { email })).rejects.toMatchObject({ code: 'EMAIL_TAKEN' })
  await accept(token)
})

test.each([
  ['used', async (now: Date) => ({ usedAt: now })],
  ['revoked', async (now: Date) => ({ revokedAt: now })],
  ['expired', async (now: Date) => ({ expiresAt: now })],
])('yields to the link being %s between its read and its write', async (_, change) => {
  const { id, token } = await anInvitation()
  const email = anEmail()
  const attempt = interleaveWith(
    async (tx) => tx.invitation.update({ where: { id }, data: await change(await databaseTime(tx)) }),
    () => accept(token, { email }),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'LINK_INVALID' })
  expect(await database().user.count({ where: { emailIndex: await blindIndex('email', email) } })).toBe(0)
})

test('of many who use one link at once, one joins', async () => {
  const { token } = await anInvitation()
  const codes = await outcomesOf([1, 2, 3, 4].map(() => accept(token)))
  expect(codes).toEqual(['LINK_INVALID', 'LINK_INVALID', 'LINK_INVALID', 'OK'])
})
