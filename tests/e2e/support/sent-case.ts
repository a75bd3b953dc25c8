import type { PersonActor } from '@/lib/actor/actor'
import { HOUR } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { releaseClaim } from '@/lib/review/claims/release-claim'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'

/**
 * Makes a reviewer who sent a decision, which is due long after the test, and from whom a lead took another case back.
 * It is written as a row: the portal of these tests lets decisions take effect at once.
 */
export async function aSentCase(lead: PersonActor) {
  const sender = (await aColleague({ roles: ['REVIEWER'], name: '林远' })).actor
  const [{ id }, taken] = [await aSubmitted(), await aSubmitted()]
  for (const qualificationId of [id, taken.id]) await claimQualification(sender, { qualificationId })
  await releaseClaim(lead, { qualificationId: taken.id, reason: 'HELD_TOO_LONG' })
  const { id: submissionId } = await database().submission.findFirstOrThrow({ where: { qualificationId: id } })
  await database().pendingDecision.create({
    data: {
      ...{ qualificationId: id, submissionId, reviewerId: sender.id, sessionId: sender.sessionId },
      ...{ outcome: 'APPROVED', contentSealed: Buffer.from('never opened'), dueAt: new Date(Date.now() + HOUR) },
    },
  })
  return { sender, id }
}
