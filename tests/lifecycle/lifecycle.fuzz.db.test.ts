import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { DAY, HOUR } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'
import type { DrawnFile } from '@/lib/documents/draw-pages'
import { isEnded } from '@/lib/qualifications/lifecycle'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { ACTS, begin, JOBS, takeNext } from './acts'
import { followPages } from './advance'
import { type Attempt, decision } from './attempts'
import { CROWD, Run } from './run'
import { type Known, makeWorld, membersOf, randomOf, someKnown, type World } from './world'

/** Pictures are decoded and stored in other tests: here only the rows of files matter. */
vi.mock('@/lib/documents/receive-file', async (original) => ({
  ...(await original<object>()),
  receiveFile: async (source: Readable) => {
    source.resume()
    const blobs = [{ id: newId(), variant: 'ORIGINAL', page: 0, size: 1_000 }]
    const file = { mediaType: 'image/jpeg', size: 1_000, blobs }
    return { id: newId(), key: randomBytes(32), sha256: randomBytes(32), ...file }
  },
}))
vi.mock('@/lib/documents/draw-pages', () => ({
  drawPages: async (): Promise<DrawnFile> => ({ pageCount: 1, width: 1_200, height: 800, blobs: [], sketches: [] }),
}))

// A few people do the work of months within an hour here; the cap on reveals has tests of its own.
vi.stubEnv('REVEALS_AN_HOUR', '100000')

const { tries, seed, done } = heavy('lifecycle', { quick: 500, long: 100_000 })
const CHECK_EVERY = 500

/** Chooses who tries something: mostly a person who may. */
function someoneFor(world: World, known: Known, act: string): PersonActor {
  const { random, everyone, staff } = world
  if (random.chance(0.15)) return random.pick(everyone)
  const isOwn = /begin|save|upload|page|submit|withdraw|renew$/.test(act)
  const members = membersOf(world, known)
  return random.pick(isOwn && members.length > 0 ? members : staff)
}

const URN = ACTS.flatMap(([weight, ...act]) => Array.from({ length: weight }, () => act))

/** Chooses what to try, with one of them or with this one: mostly where it could succeed. */
function anAttempt(world: World, given?: Known): Attempt {
  const { random } = world
  const [statuses, make] = random.pick(URN)
  const fitting = random.chance(0.8) ? someKnown(world, statuses) : null
  const known = given ?? fitting ?? random.pick(world.known)
  const { act } = make(world, known, random.pick(world.staff))
  return make(world, known, someoneFor(world, known, act))
}

/** Lets time pass for one of them: an hour of its account, a lease, an abandoned draft, a validity, a cooling-off. */
async function letTimePass({ random }: World, { id, accountId, status }: Known): Promise<void> {
  const now = await databaseTime()
  const ago = (days: number) => new Date(now.getTime() - days * DAY)
  const where = { id, status }
  // An account starts so many an hour.
  await database().qualification.updateMany({
    where: { accountId, createdAt: { gt: new Date(now.getTime() - HOUR) } },
    data: { createdAt: new Date(now.getTime() - HOUR) },
  })
  if (status === 'IN_REVIEW') {
    await database().qualification.updateMany({ where, data: { leaseEndsAt: new Date(now.getTime() - HOUR) } })
  }
  if (status === 'DRAFT') {
    const { count } = await database().reminder.updateMany({
      where: { qualificationId: id },
      data: { createdAt: ago(8) },
    })
    if (count === 0) await database().qualification.updateMany({ where, data: { updatedAt: ago(31) } })
  }
  if (status === 'APPROVED' || status === 'SUSPENDED') {
    const validUntil = ago(random.pick([1, -3, -20, -50, -100]))
    await database().qualification.updateMany({ where, data: { validUntil } })
  }
  if (status === 'REJECTED') await database().qualification.updateMany({ where, data: { decidedAt: ago(8) } })
}

/** Returns the next one in the queue for a person, by the order that people are promised. */
async function nextFor(actor: PersonActor): Promise<string | null> {
  const [held] = await database().$queryRaw<{ id: string }[]>`
    SELECT id::text FROM qualifications
    WHERE status = 'IN_REVIEW' AND reviewer_id = ${actor.id}::uuid AND lease_ends_at > clock_timestamp()
      AND account_id <> ALL(${[...actor.accountIds]}::uuid[])
      AND NOT EXISTS (SELECT FROM pending_decisions p WHERE p.qualification_id = qualifications.id)
    ORDER BY is_urgent DESC, queue_place, id LIMIT 1`
  const [first] = await database().$queryRaw<{ id: string }[]>`
    SELECT id::text FROM qualifications
    WHERE (status = 'SUBMITTED' OR (status = 'IN_REVIEW' AND lease_ends_at <= clock_timestamp()))
      AND account_id <> ALL(${[...actor.accountIds]}::uuid[])
    ORDER BY is_urgent DESC, queue_place, id LIMIT 1`
  return held?.id ?? first?.id ?? null
}

async function claimTheNext(run: Run, actor: PersonActor): Promise<void> {
  const expected = await nextFor(actor)
  const attempt = takeNext(actor)
  let taken: string | null = null
  await run.attempt([
    {
      ...attempt,
      run: async () => {
        const claim = (await attempt.run()) as { qualificationId: string }
        taken = claim.qualificationId
        return claim
      },
    },
  ])
  if (actor.capabilities.includes('review.decide')) expect(taken).toBe(expected)
}

async function step(run: Run): Promise<void> {
  const { world } = run
  const { random } = world
  const known = someKnown(world)
  const open = world.known.filter(({ status }) => !isEnded(status)).length
  const dice = random.below(100)
  if (!known || (open < CROWD && dice < 12)) {
    await run.attempt([begin(world, random.chance(0.9) ? random.pick(world.applicants) : random.pick(world.everyone))])
  } else if (dice < 40) {
    const mine = someKnown(world, ['DRAFT', 'CHANGES_REQUESTED'])
    const [member] = mine ? membersOf(world, mine) : []
    if (!mine || !member) return
    for (const attempt of await followPages(world, mine, member)) await run.attempt([attempt], true)
  } else if (dice < 48) {
    await claimTheNext(run, random.pick(random.chance(0.9) ? world.staff : world.everyone))
  } else if (dice < 54) {
    await letTimePass(world, known)
  } else if (dice < 58) {
    await run.attempt([random.pick(JOBS)()])
  } else if (dice < 70) {
    await run.attempt([anAttempt(world, known), anAttempt(world, known)])
  } else if (dice < 78) {
    const held = someKnown(world, ['IN_REVIEW'])
    if (held) await decideAsHolder(run, held)
  } else await run.attempt([anAttempt(world)])
}

/** Lets the holder decide: an act that random people would hardly ever reach. */
async function decideAsHolder(run: Run, held: Known): Promise<void> {
  const { reviewerId } = await database().qualification.findUniqueOrThrow({ where: { id: held.id } })
  const holder = run.world.staff.find(({ id }) => id === reviewerId)
  if (holder) await run.attempt([decision(run.world, held, holder)])
}

test(`${tries} acts of anyone, in any order: nothing happens that may not`, { timeout: 4 * HOUR }, async () => {
  const run = new Run(await makeWorld(randomOf(randomFrom(seed))))
  await run.log.news()
  const started = Date.now()
  for (let next = CHECK_EVERY; run.steps < tries; ) {
    await step(run)
    if (run.steps < next) continue
    next += CHECK_EVERY * (tries > 10_000 ? 10 : 1)
    await run.check()
  }
  await run.check()
  const { tally } = run
  expect(tally.refused).toBeGreaterThan(tries / 20)
  expect(tally.done).toBeGreaterThan(tries / 4)
  expect(tally['submitted again']).toBeGreaterThan(0)
  done(run.steps, { seconds: Math.round((Date.now() - started) / 1_000), tally })
})
