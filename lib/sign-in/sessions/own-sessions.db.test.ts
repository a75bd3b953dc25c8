import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aColleague, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { describeSession } from './describe-session'
import { endOtherSessions } from './end-other-sessions'
import { endOwnSession } from './end-own-session'
import { endSession } from './end-sessions'
import { listOwnSessions } from './own-sessions'
import { readSession } from './sessions'

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36'
const endedOf = async (userId: string) =>
  (await eventsAbout(userId, 'session.ended')).map(({ actorId, data }) => ({ actorId, data }))

test('one’s live sessions are listed, this one first, with what one knows them again by', async () => {
  const { id, actor } = await aRegisteredApplicant()
  const other = await aSession(id, 'APPLICANT')
  await describeSession(other.sessionId, { userAgent: CHROME, address: '203.0.113.77' })
  expect(await listOwnSessions(actor)).toEqual([
    expect.objectContaining({ id: actor.sessionId, browser: 'OTHER', system: 'OTHER', network: null, isThis: true }),
    expect.objectContaining({
      id: other.sessionId,
      browser: 'CHROME',
      system: 'LINUX',
      network: '203.0.113.*',
      isThis: false,
    }),
  ])
})

test('nothing of a user agent is stored but browser and system, and its network is sealed', async () => {
  const { actor } = await aColleague()
  await describeSession(actor.sessionId, { userAgent: CHROME, address: '203.0.113.77' })
  const row = await database().session.findUniqueOrThrow({ where: { id: actor.sessionId } })
  expect(row).toMatchObject({ browser: 'CHROME', system: 'LINUX' })
  const kept = JSON.stringify(row) + Buffer.from(row.networkSealed ?? []).toString('latin1')
  expect(kept).not.toContain('126.0')
  expect(kept).not.toContain('203.0.113')
})

test('ended and foreign ones, and those of the other kind, are not', async () => {
  const { id, actor } = await aColleague()
  await database().membership.create({ data: { userId: id, accountId: (await aRegisteredApplicant()).accountId } })
  await aSession(id, 'APPLICANT')
  await endSession(await aSession(id, 'STAFF'), 'SIGN_OUT')
  await aColleague()
  expect((await listOwnSessions(actor)).map((session) => session.id)).toEqual([actor.sessionId])
})

test('one of one’s own is ended, and no other', async () => {
  const { id, actor } = await aRegisteredApplicant()
  const [first, second] = [await aSession(id, 'APPLICANT'), await aSession(id, 'APPLICANT')]
  await endOwnSession(actor, first)
  expect(await readSession(first.sessionId)).toBeNull()
  expect(await readSession(second.sessionId)).not.toBeNull()
  expect(await readSession(actor.sessionId)).not.toBeNull()
  expect(await endedOf(id)).toEqual([{ actorId: id, data: { sessionId: first.sessionId, because: 'BY_HAND' } }])
})

test.each([
  ['someone else’s', async () => (await aRegisteredApplicant()).actor.sessionId],
  ['none', async () => newId()],
  [
    'one that ended',
    async (id: string) => {
      const session = await aSession(id, 'APPLICANT')
      await endSession(session, 'SIGN_OUT')
      return session.sessionId
    },
  ],
])('%s is not there to be ended', async (_, sessionOf) => {
  const { id, actor } = await aRegisteredApplicant()
  const sessionId = await sessionOf(id)
  await expect(endOwnSession(actor, { sessionId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('by a phone alone nobody ends what its owner does as staff', async () => {
  const { id, actor } = await aRegisteredApplicant()
  const staff = await aSession(id, 'STAFF')
  await expect(endOwnSession(actor, staff)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await endOtherSessions(actor, null)).toMatchObject({ count: 0 })
  expect(await readSession(staff.sessionId)).not.toBeNull()
})

test('all others are ended at once, and this one continues under a new token until it would have ended', async () => {
  const { id, actor } = await aColleague()
  const others = [await aSession(id, 'STAFF'), await aSession(id, 'STAFF')]
  const { actor: colleague } = await aColleague()
  const { endsAt } = await database().session.findUniqueOrThrow({ where: { id: actor.sessionId } })
  const { count, session } = await endOtherSessions(actor, null)
  expect(count).toBe(2)
  for (const { sessionId } of others) expect(await readSession(sessionId)).toBeNull()
  expect(await readSession(actor.sessionId)).toBeNull() // a copied cookie is worth nothing
  expect(await readSession(session.id)).toEqual({ ...actor, sessionId: session.id })
  expect(session.endsAt).toEqual(endsAt)
  expect(await readSession(colleague.sessionId)).not.toBeNull()
  const ended = await endedOf(id)
  expect(ended).toHaveLength(3)
  expect(ended).toContainEqual({ actorId: id, data: { sessionId: actor.sessionId, because: 'RAISED' } })
})

test('one that ends meanwhile ends once', async () => {
  const { id, actor } = await aColleague()
  const { sessionId } = await aSession(id, 'STAFF')
  await interleaveWith(
    (tx) => tx.session.update({ where: { id: sessionId }, data: { endedAt: new Date() } }),
    () => endOwnSession(actor, { sessionId }).catch(() => {}),
  )
  expect(await endedOf(id)).toEqual([])
})
