import { expect, test } from 'vitest'
import { dateIn } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { aClaimedQualification, anApplicant, judgementsOf, someStaff } from '@/tests/factories/review'
import { decideQualification } from '../decisions/decide-qualification'
import { readMine } from './read-mine'

async function aDecided(reviewer: Awaited<ReturnType<typeof someStaff>>, reason?: string) {
  const { qualification, parts, submissionId } = await aClaimedQualification({ reviewer })
  await decideQualification(reviewer, {
    qualificationId: qualification.id,
    revision: 1,
    parts: judgementsOf(parts, reason),
  })
  return { id: qualification.id, submissionId }
}

test('shows the claims and decisions of the reviewer, latest first, with the current status', async () => {
  const reviewer = await someStaff()
  const { qualification: held } = await aClaimedQualification({ reviewer })
  await aClaimedQualification({ reviewer, leaseMinutes: -1 })
  const approved = await aDecided(reviewer)
  const changed = await aDecided(reviewer, 'BLURRED')
  const taken = await aDecided(reviewer)
  await database().qualification.update({ where: { id: taken.id }, data: { status: 'REVOKED' } })
  await aDecided(await someStaff())

  const mine = await readMine(reviewer)
  expect(mine.held.map(({ id }) => id)).toEqual([held.id])
  expect(mine.decided).toMatchObject([
    { id: taken.id, outcome: 'APPROVED', status: 'REVOKED', revision: 1 },
    { id: changed.id, outcome: 'CHANGES_REQUESTED', status: 'CHANGES_REQUESTED' },
    { id: approved.id, outcome: 'APPROVED', status: 'APPROVED' },
  ])
  expect(mine.takenBack.map(({ id }) => id)).toEqual([taken.id])
})

test('counts the decisions of each day in Shanghai, including days without any', async () => {
  const reviewer = await someStaff()
  const { submissionId } = await aDecided(reviewer)
  const now = new Date()
  const midnight = Date.parse(`${dateIn(now)}T00:00:00+08:00`)
  const at = [new Date(midnight - 1), new Date(midnight), new Date(midnight - 13 * 86_400_000 - 1)]
  for (const [index, decidedAt] of at.entries()) {
    const decision = { submissionId, look: index + 2, reviewerId: reviewer.id, outcome: 'APPROVED' as const, decidedAt }
    await database().decision.create({ data: decision })
  }
  const { pace } = await readMine(reviewer)
  expect(pace).toHaveLength(14)
  expect(pace.at(-1)).toEqual({ day: dateIn(now), count: 2 })
  expect(pace.at(-2)).toEqual({ day: dateIn(new Date(midnight - 1)), count: 1 })
  expect(pace.slice(0, -2).every(({ count }) => count === 0)).toBe(true)
})

test('is refused to people who do not review', async () => {
  for (const actor of [await anApplicant(), await someStaff({ roles: ['AUDITOR', 'ADMIN'] })]) {
    await expect(readMine(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
})
