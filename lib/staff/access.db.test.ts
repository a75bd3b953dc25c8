import { beforeEach, expect, test } from 'vitest'
import { database, databaseTime, type Reader, type Tx, transaction } from '@/lib/db/client'
import { readOutbox } from '@/lib/notifications/outbox/read-outbox'
import { mailAccessLink } from '@/lib/sign-in/mail-access-link'
import { changePassword } from '@/lib/sign-in/passwords/change-password'
import { hashPassword, verifyPassword } from '@/lib/sign-in/passwords/passwords'
import { rememberDevice } from '@/lib/sign-in/sessions/devices'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { useAccessLink as setPassword } from '@/lib/sign-in/use-access-link'
import { eventsAbout } from '@/tests/factories/audit'
import { anIncompleteSession, signedIn, withTotp } from '@/tests/factories/factors'
import { atOneMoment, outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, anEmail, aRegisteredApplicant, aSession, PASSWORD } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { issueAdministratorLink } from './issue-administrator-link'

const OTHER = '驺虞 Clarinet 九月 umber'
const hashOf = async (id: string) => (await database().user.findUniqueOrThrow({ where: { id } })).passwordHash
const mailsTo = async (email: string) => (await readOutbox())?.filter(({ to }) => to === email) ?? []
const use = (token: string, password = OTHER) => setPassword({ token, password, address: anAddress(), device: null })

async function mailedToken(email: string): Promise<string> {
  await mailAccessLink({ email, address: anAddress(), device: null })
  const [mail] = (await mailsTo(email)).filter(({ template }) => template === 'PASSWORD_LINK')
  return /\/staff\/access\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? ''
}

test('another password of one’s own ends every other session, and gives this one a new token', async () => {
  const { id, email, actor } = await aColleague()
  const [other, half] = [await aSession(id, 'STAFF'), await anIncompleteSession(id)]
  const change = (current: string, password: string) =>
    changePassword(actor, { current, password, address: anAddress(), device: null })
  await expect(change('not the password', OTHER)).rejects.toMatchObject({ code: 'CREDENTIALS_WRONG' })
  await expect(change(PASSWORD, 'password1234')).rejects.toMatchObject({ code: 'PASSWORD_COMMON' })
  await expect(change(PASSWORD, `${email} and more`)).rejects.toMatchObject({ code: 'PASSWORD_PERSONAL' })
  expect(await verifyPassword(await hashOf(id), PASSWORD)).toBe(true)

  const session = await change(PASSWORD, OTHER)
  expect(await verifyPassword(await hashOf(id), OTHER)).toBe(true)
  for (const { sessionId } of [actor, other, half]) expect(await readSession(sessionId)).toBeNull()
  expect(await signedIn(session.id)).toMatchObject({ id })
  expect(await eventsAbout(id, 'password.changed')).toMatchObject([{ actorId: id, data: { by: 'PASSWORD' } }])
  expect((await mailsTo(email)).map(({ template }) => template)).toEqual(['STAFF_PASSWORD_CHANGED'])
})

test('of two changes at once, one is made', async () => {
  const { id, actor } = await aColleague()
  const other = await aSession(id, 'STAFF')
  const change = (session: typeof actor, password: string) =>
    changePassword(session, { current: PASSWORD, password, address: anAddress(), device: null })
  const outcomes = await outcomesOf([change(actor, OTHER), change(other, `${OTHER} 2`)])
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
})

test.each([
  ['another change', async () => ({ passwordHash: await hashPassword(OTHER) })],
  ['being disabled', async () => ({ status: 'DISABLED' as const, disabledAt: await databaseTime() })],
])('a change yields to %s that lands between its read and its write', async (_, change) => {
  const { id, actor } = await aColleague()
  const data = await change()
  const attempt = interleaveWith(
    (tx) => tx.user.update({ where: { id }, data }),
    () => changePassword(actor, { current: PASSWORD, password: `${OTHER} 2`, address: anAddress(), device: null }),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await verifyPassword(await hashOf(id), `${OTHER} 2`)).toBe(false)
})

test('a change ends one’s own links, and nobody else’s', async () => {
  const [one, other] = [await aColleague(), await aColleague()]
  const token = await mailedToken(other.email)
  await changePassword(one.actor, { current: PASSWORD, password: `${OTHER} 3`, address: anAddress(), device: null })
  await use(token)
  expect(await verifyPassword(await hashOf(other.id), OTHER)).toBe(true)
})

test('applicants change no password here', async () => {
  const { actor } = await aRegisteredApplicant()
  const change = changePassword(actor, { current: PASSWORD, password: OTHER, address: anAddress(), device: null })
  await expect(change).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('a mailed link sets a new password, once, ends all sessions, and skips no second factor', async () => {
  const { id, email, actor } = await aColleague()
  await withTotp(await anIncompleteSession(id))
  const token = await mailedToken(email)
  await expect(use(token, 'password1234')).rejects.toMatchObject({ code: 'PASSWORD_COMMON' })
  await use(token)
  expect(await verifyPassword(await hashOf(id), OTHER)).toBe(true)
  expect(await readSession(actor.sessionId)).toBeNull()
  expect(await anIncompleteSession(id)).toMatchObject({ pendingStep: 'GIVE_SECOND_FACTOR' })
  await expect(use(token)).rejects.toMatchObject({ code: 'LINK_INVALID' })
  expect(await eventsAbout(id, 'access_link.issued')).toMatchObject([
    { actorKind: 'SYSTEM', data: { kind: 'PASSWORD', linkId: expect.any(String) } },
  ])
  expect(await eventsAbout(id, 'password.changed')).toMatchObject([{ data: { by: 'LINK' } }])
})

test('a link for one person does not affect the link of another', async () => {
  const [one, other] = [await aColleague(), await aColleague()]
  const token = await mailedToken(one.email)
  await mailedToken(other.email)
  await use(token)
  expect(await verifyPassword(await hashOf(one.id), OTHER)).toBe(true)
})

test('of two who use one link at once, one does', async () => {
  const { email } = await aColleague()
  const token = await mailedToken(email)
  expect(await outcomesOf([use(token), use(token, `${OTHER} 2`)])).toEqual(['LINK_INVALID', 'OK'])
})

test.each([
  ['the link ends', async (tx: Tx, userId: string) => endLinks(tx, userId)],
  [
    'its colleague is disabled',
    async (tx: Tx, id: string) =>
      tx.user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: await databaseTime(tx) } }),
  ],
])('nothing is set where %s meanwhile', async (_, happens) => {
  const { id, email } = await aColleague()
  const token = await mailedToken(email)
  const attempt = interleaveWith(
    (tx) => happens(tx, id),
    () => use(token),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'LINK_INVALID' })
  expect(await verifyPassword(await hashOf(id), PASSWORD)).toBe(true)
})

test.each([
  ['half an hour old', async (id: string) => endLinks(database(), id)],
  ['followed by a newer one', async (_id: string, email: string) => void (await mailedToken(email))],
  [
    'of someone disabled',
    async (id: string) => {
      await database().user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: await databaseTime() } })
    },
  ],
  [
    'older than another password',
    async (id: string) => {
      const actor = await aSession(id, 'STAFF')
      await changePassword(actor, { current: PASSWORD, password: `${OTHER} 3`, address: anAddress(), device: null })
    },
  ],
])('a link is worth nothing that is %s', async (_, happens) => {
  const { id, email } = await aColleague()
  const token = await mailedToken(email)
  await happens(id, email)
  await expect(use(token)).rejects.toMatchObject({ code: 'LINK_INVALID' })
})

async function endLinks(reader: Reader, userId: string): Promise<void> {
  await reader.accessLink.updateMany({ where: { userId }, data: { expiresAt: await databaseTime(reader) } })
}

test('requesting a link answers the same, after the same time, for everybody; and not for ever', async () => {
  const { email } = await aColleague()
  const { email: gone, id: goneId } = await aColleague()
  await database().user.update({
    where: { id: goneId },
    data: { status: 'DISABLED', disabledAt: await databaseTime() },
  })
  for (const address of [email, gone, anEmail()]) {
    const from = performance.now()
    expect(await mailAccessLink({ email: address, address: anAddress(), device: null })).toBeUndefined()
    expect(performance.now() - from).toBeGreaterThan(290)
  }
  expect(await mailsTo(gone)).toEqual([])
  for (const asked of [email, anEmail()]) {
    const ask = () => mailAccessLink({ email: asked, address: anAddress(), device: null })
    const outcomes = await atOneMoment(() => outcomesOf(Array.from({ length: 5 }, ask)))
    expect(outcomes).toContain('RATE_LIMITED')
  }
})

test('strangers who request links use up nothing of a known browser, which has three an hour too', async () => {
  const [{ id, email }, other] = [await aColleague(), await aColleague()]
  const [own, others] = await Promise.all(
    [id, other.id].map(async (userId) => (await transaction((tx) => rememberDevice(tx, userId, null))).secret),
  )
  const ask = (device: string | null = null) => mailAccessLink({ email, address: anAddress(), device })
  for (const _ of [1, 2, 3]) await ask()
  for (const device of [null, others ?? '']) await expect(ask(device)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  for (const _ of [1, 2, 3]) await ask(own)
  await expect(ask(own)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
})

test('no link is no link, and guesses at it are counted', async () => {
  const address = anAddress()
  const guess = () => setPassword({ token: 'x'.repeat(43), password: OTHER, address, device: null })
  const outcomes = await atOneMoment(() => outcomesOf(Array.from({ length: 12 }, guess)))
  expect(outcomes).toContain('LINK_INVALID')
  expect(outcomes).toContain('RATE_LIMITED')
})

/** A fresh machine has no administrator. */
beforeEach(() => database().roleGrant.deleteMany({ where: { role: 'ADMIN' } }))

test('on the machine, the only administrator gets a link that takes the second factors away too', async () => {
  expect(await issueAdministratorLink(null)).toEqual({ url: null, because: 'NONE' })
  const { id } = await aColleague({ roles: ['ADMIN'] })
  const { actor } = await withTotp(await anIncompleteSession(id))
  const issued = await issueAdministratorLink(null)
  expect(issued.url).toMatch(/^http:\/\/localhost:3000\/staff\/access\/[\w-]{43}$/)
  expect(await eventsAbout(id, 'access_link.issued')).toMatchObject([{ actorKind: 'SYSTEM', data: { kind: 'ACCESS' } }])
  await use(issued.url?.split('/').at(-1) ?? '')
  expect(await readSession(actor.sessionId)).toBeNull()
  expect(await anIncompleteSession(id)).toMatchObject({ pendingStep: 'SET_UP_SECOND_FACTOR' })
  expect(await eventsAbout(id, 'staff.factors_reset')).toMatchObject([{ actorId: id, data: { count: 1 } }])
})

test('of several administrators one has to be named', async () => {
  const [{ email }] = [await aColleague({ roles: ['ADMIN'] }), await aColleague({ roles: ['ADMIN'] })]
  const { email: reviewer } = await aColleague()
  expect(await issueAdministratorLink(null)).toEqual({ url: null, because: 'SEVERAL' })
  expect((await issueAdministratorLink(email)).url).toMatch(/\/staff\/access\//)
  expect(await issueAdministratorLink(reviewer)).toEqual({ url: null, because: 'NONE' })
})

const printedTo = async (email: string) => (await issueAdministratorLink(email)).url?.split('/').at(-1) ?? ''

test('a mailed link leaves the printed one as it is, and ends when the printed one is used', async () => {
  const { id, email } = await aColleague({ roles: ['ADMIN'] })
  const printed = await printedTo(email)
  const mailed = await mailedToken(email)
  await use(printed)
  expect(await anIncompleteSession(id)).toMatchObject({ pendingStep: 'SET_UP_SECOND_FACTOR' })
  await expect(use(mailed)).rejects.toMatchObject({ code: 'LINK_INVALID' })
})

test('a printed link works after the mailed one was used, and ends each earlier one when it is printed', async () => {
  const { id, email } = await aColleague({ roles: ['ADMIN'] })
  const [earlier, before] = [await mailedToken(email), await printedTo(email)]
  const printed = await printedTo(email)
  for (const token of [earlier, before]) await expect(use(token)).rejects.toMatchObject({ code: 'LINK_INVALID' })
  await use(await mailedToken(email), `${OTHER} 2`)
  await use(printed)
  expect(await verifyPassword(await hashOf(id), OTHER)).toBe(true)
})
