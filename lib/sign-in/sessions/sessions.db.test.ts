import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '@/lib/core/clock'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aColleague, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { endSession, endSessionsIn } from './end-sessions'
import { raiseSession, readSession, startSession } from './sessions'

const row = (id: string) => database().session.findUniqueOrThrow({ where: { id } })
const ago = async (milliseconds: number) => new Date((await databaseTime()).getTime() - milliseconds)

test('an applicant may do what members of their accounts may, for 24 hours at most and 2 without use', async () => {
  const { id, accountId, actor } = await aRegisteredApplicant()
  expect(actor).toMatchObject({
    ...{ kind: 'PERSON', id, accountIds: [accountId] },
    capabilities: ['qualification.own', 'account.manage'],
  })
  expect(actor.assurance.factors).toEqual([{ factor: 'SMS_CODE', at: expect.any(Date) }])

  const { createdAt, endsAt, idleEndsAt } = await row(actor.sessionId)
  expect(endsAt.getTime() - createdAt.getTime()).toBe(24 * HOUR)
  expect(idleEndsAt.getTime() - createdAt.getTime()).toBe(2 * HOUR)
  expect(await eventsAbout(id, 'session.started')).toMatchObject([
    {
      actorKind: 'PERSON',
      actorId: id,
      data: { sessionId: actor.sessionId, audience: 'APPLICANT', factors: ['SMS_CODE'] },
    },
  ])
})

test('staff may do what their roles allow, for 12 hours at most and 30 minutes without use', async () => {
  const { actor } = await aColleague({ roles: ['REVIEWER', 'AUDITOR'] })
  expect(actor.capabilities).toEqual([
    'review.queue',
    'review.decide',
    'qualification.read',
    'overview.read',
    'audit.read',
    'audit.export',
    'report.export',
    'privacy.read',
  ])
  const { createdAt, endsAt, idleEndsAt } = await row(actor.sessionId)
  expect(endsAt.getTime() - createdAt.getTime()).toBe(12 * HOUR)
  expect(idleEndsAt.getTime() - createdAt.getTime()).toBe(30 * MINUTE)
})

test('a phone proves no staff, even if its owner has roles, but shows their accounts', async () => {
  const { id, accountId } = await aRegisteredApplicant()
  await database().roleGrant.create({ data: { userId: id, role: 'ADMIN' } })
  expect((await aSession(id, 'APPLICANT')).capabilities).toEqual(['qualification.own', 'account.manage'])
  const asStaff = await aSession(id, 'STAFF')
  expect(asStaff.capabilities).not.toContain('qualification.own')
  expect(asStaff.accountIds).toEqual([accountId])
})

test('no session without all that is required', async () => {
  const { id } = await aColleague()
  const start = transaction((tx) => startSession(tx, { userId: id, audience: 'STAFF', factors: ['SMS_CODE'] }))
  await expect(start).rejects.toThrow('Not all factors')
})

test.each([
  ['ended', async () => ({ endedAt: await databaseTime() })],
  ['at its absolute end', async () => ({ endsAt: await databaseTime() })],
  ['idle for too long', async () => ({ idleEndsAt: await databaseTime() })],
])('not live when %s', async (_, change) => {
  const { actor } = await aColleague()
  await database().session.update({ where: { id: actor.sessionId }, data: await change() })
  expect(await readSession(actor.sessionId)).toBeNull()
})

test('not live when there is none, or what names it is no id', async () => {
  expect(await readSession(randomUUID())).toBeNull()
  expect(await readSession("' OR 1=1 --")).toBeNull()
})

test('disabling, and a change of role, are in effect at the next request', async () => {
  const { id, actor } = await aColleague({ roles: ['REVIEWER'] })
  await database().roleGrant.deleteMany({ where: { userId: id } })
  expect((await readSession(actor.sessionId))?.capabilities).toEqual([])
  await database().user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: await databaseTime() } })
  expect(await readSession(actor.sessionId)).toBeNull()
})

test('use extends the idle end, at most once a minute and never past the absolute end', async () => {
  const { actor } = await aColleague()
  const where = { id: actor.sessionId }

  const before = await row(actor.sessionId)
  await readSession(actor.sessionId)
  expect(await row(actor.sessionId)).toEqual(before)

  const lastSeenAt = await ago(2 * MINUTE)
  await database().session.update({ where, data: { lastSeenAt, idleEndsAt: await ago(-MINUTE) } })
  await readSession(actor.sessionId)
  const used = await row(actor.sessionId)
  expect(used.lastSeenAt.getTime()).toBeGreaterThan(lastSeenAt.getTime())
  expect(used.idleEndsAt.getTime() - used.lastSeenAt.getTime()).toBe(30 * MINUTE)

  const endsAt = await ago(-5 * MINUTE)
  await database().session.update({ where, data: { lastSeenAt, endsAt } })
  await readSession(actor.sessionId)
  expect((await row(actor.sessionId)).idleEndsAt).toEqual(endsAt)
})

test('signing out ends this session, once, and no other', async () => {
  const { id, actor } = await aColleague()
  const other = await aSession(id, 'STAFF')
  await endSession(actor, 'SIGN_OUT')
  await endSession(actor, 'SIGN_OUT')
  expect(await readSession(actor.sessionId)).toBeNull()
  expect(await readSession(other.sessionId)).not.toBeNull()
  expect(await eventsAbout(id, 'session.ended')).toMatchObject([
    { actorId: id, data: { sessionId: actor.sessionId, because: 'SIGN_OUT' } },
  ])
})

test('nobody ends the session of someone else', async () => {
  const [{ actor }, { actor: other }] = await Promise.all([aColleague(), aColleague()])
  await endSession({ ...actor, sessionId: other.sessionId }, 'SIGN_OUT')
  expect(await readSession(other.sessionId)).not.toBeNull()
})

test('a session that starts while its person is being disabled does not start', async () => {
  const { id, actor } = await aColleague()
  const started = await interleaveWith(
    async (tx) => {
      await tx.user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: await databaseTime(tx) } })
      await endSessionsIn(tx, actor, { userId: id }, 'DISABLED')
    },
    () => transaction((tx) => startSession(tx, { userId: id, audience: 'STAFF', factors: ['PASSWORD', 'TOTP'] })),
  )
  expect(started).toBeNull()
})

test('one more factor is given to a new session, and the old one is over; its day gets no longer', async () => {
  const { id, actor } = await aColleague()
  const endsAt = await ago(-HOUR)
  await database().session.update({ where: { id: actor.sessionId }, data: { endsAt } })
  const raised = await transaction((tx) => raiseSession(tx, actor, 'PASSKEY'))
  expect(raised.id).not.toBe(actor.sessionId)
  expect(raised).toMatchObject({ endsAt, pendingStep: null })
  expect(await readSession(actor.sessionId)).toBeNull()
  const again = await readSession(raised.id)
  expect(again?.assurance.factors.map(({ factor }) => factor)).toEqual(['PASSWORD', 'TOTP', 'PASSKEY'])
  expect(await eventsAbout(id, 'session.ended')).toMatchObject([
    { actorId: id, data: { sessionId: actor.sessionId, because: 'RAISED' } },
  ])
})

test('a factor that is given again is fresh again, and listed once', async () => {
  const { actor } = await aColleague()
  const raised = await transaction((tx) => raiseSession(tx, actor, 'TOTP'))
  const { assurance } = (await readSession(raised.id)) ?? actor
  expect(assurance.factors.map(({ factor }) => factor)).toEqual(['PASSWORD', 'TOTP'])
  const [password, totp] = assurance.factors
  expect(totp?.at.getTime()).toBeGreaterThan(password?.at.getTime() ?? Number.POSITIVE_INFINITY)
})

test.each(['ended', 'at its end', 'idle for too long', 'of someone else', 'of someone disabled'])(
  'no factor raises a session that is %s',
  async (how) => {
    const [{ id, actor }, other] = await Promise.all([aColleague(), aColleague()])
    if (how === 'ended') await endSession(actor, 'SIGN_OUT')
    const where = { id: actor.sessionId }
    const now = await databaseTime()
    if (how === 'at its end') await database().session.update({ where, data: { endsAt: now } })
    if (how === 'idle for too long') await database().session.update({ where, data: { idleEndsAt: now } })
    if (how === 'of someone disabled')
      await database().user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: await databaseTime() } })
    const session = how === 'of someone else' ? { ...actor, sessionId: other.actor.sessionId } : actor
    const raised = transaction((tx) => raiseSession(tx, session, 'TOTP'))
    await expect(raised).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  },
)

test('of two who raise one session at once, one does', async () => {
  const { actor } = await aColleague()
  const second = interleaveWith(
    (tx) => raiseSession(tx, actor, 'TOTP').then(() => undefined),
    () => transaction((tx) => raiseSession(tx, actor, 'TOTP')),
  )
  await expect(second).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
})
