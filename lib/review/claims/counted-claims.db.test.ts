import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { env } from '@/lib/core/env'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { seeAll } from '@/tests/factories/journey'
import { outcomesOf } from '@/tests/factories/outcomes'
import { revealsOf, shownBefore } from '@/tests/factories/reveals'
import { aSubmittedQualification, judgementsOf, someStaff } from '@/tests/factories/review'
import { decideQualification } from '../decisions/decide-qualification'
import { claimNext } from './claim-next'
import { claimQualification } from './claim-qualification'
import { expireClaims } from './expire-claims'
import { releaseClaim } from './release-claim'
import { renewLease } from './renew-lease'

const limit = () => env().REVEALS_AN_HOUR
const claimAnother = async (actor: PersonActor) => {
  const made = await aSubmittedQualification()
  await claimQualification(actor, { qualificationId: made.qualification.id })
  await seeAll(actor, made.qualification.id)
  return { ...made, qualificationId: made.qualification.id }
}
const decide = (actor: PersonActor, { qualificationId, parts }: Awaited<ReturnType<typeof claimAnother>>) =>
  decideQualification(actor, { qualificationId, revision: 1, parts: judgementsOf(parts) })

test('a reviewer who claims, reads and releases in a loop is stopped at the cap, with an alert', async () => {
  const reviewer = await someStaff()
  await shownBefore(reviewer.id, limit() - 3)
  for (let i = 0; i < 3; i++) await releaseClaim(reviewer, await claimAnother(reviewer))
  await expect(claimAnother(reviewer)).rejects.toMatchObject({ code: 'REVEALS_USED_UP' })
  await expect(claimNext(reviewer)).rejects.toMatchObject({ code: 'REVEALS_USED_UP' })
  expect(await eventsAbout(reviewer.id, 'review.reveal_cap_reached')).toHaveLength(1)
  expect(await database().qualification.count({ where: { reviewerId: reviewer.id } })).toBe(0)
})

test('reviewers who let their claims lapse or hold many at once are stopped, too', async () => {
  const [lapsing, hoarding] = [await someStaff(), await someStaff()]
  await shownBefore(lapsing.id, limit() - 1)
  const { qualificationId: id } = await claimAnother(lapsing)
  await database().qualification.update({ where: { id }, data: { leaseEndsAt: new Date(Date.now() - 1000) } })
  await expireClaims()
  await expect(claimAnother(lapsing)).rejects.toMatchObject({ code: 'REVEALS_USED_UP' })

  await shownBefore(hoarding.id, limit() - 2)
  const waiting = await Promise.all(Array.from({ length: 8 }, () => aSubmittedQualification()))
  const outcomes = await outcomesOf(
    waiting.map(({ qualification }) => claimQualification(hoarding, { qualificationId: qualification.id })),
  )
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(2)
  expect(outcomes.filter((outcome) => outcome === 'REVEALS_USED_UP')).toHaveLength(6)
})

test('a decided claim no longer counts: reviewers who decide what they claim are never stopped', async () => {
  const reviewer = await someStaff()
  await shownBefore(reviewer.id, limit() - 1)
  for (let i = 0; i < 3; i++) await decide(reviewer, await claimAnother(reviewer))
  expect(await revealsOf(reviewer.id)).toHaveLength(limit() - 1)
})

test('a decision that fails leaves its claim and all others counted', async () => {
  const [reviewer, other] = [await someStaff(), await someStaff()]
  const [one, two] = [await claimAnother(reviewer), await claimAnother(reviewer)]
  await claimAnother(other)
  const lost = decideQualification(reviewer, { qualificationId: one.qualificationId, revision: 2, parts: [] })
  await expect(lost).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await revealsOf(reviewer.id)).toEqual(['CLAIM', 'CLAIM'])
  await decide(reviewer, two)
  expect(await revealsOf(reviewer.id)).toEqual(['CLAIM'])
  expect(await revealsOf(other.id)).toEqual(['CLAIM'])
})

test('at the cap, a held claim can still be reopened, renewed, decided and released', async () => {
  const reviewer = await someStaff()
  const [one, two] = [await claimAnother(reviewer), await claimAnother(reviewer)]
  await shownBefore(reviewer.id, limit())
  const { qualificationId } = one
  expect(await claimQualification(reviewer, { qualificationId })).toMatchObject({ qualificationId })
  expect(await renewLease(reviewer, { qualificationId })).toMatchObject({ qualificationId })
  await decide(reviewer, one)
  await releaseClaim(reviewer, two)
})
