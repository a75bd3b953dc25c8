import { expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/auth/actor'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aMemberOf } from '@/tests/factories/people'
import { aRegisteredApplicant } from '@/tests/factories/qualifications'
import { createQualification } from './create-qualification'
import { MOST_DRAFTS, MOST_STARTED_AN_HOUR } from './draft-quota'
import { withdrawQualification } from './withdraw-qualification'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const begin = (actor: PersonActor) => createQualification(actor, { kind: 'INDIVIDUAL' })

/** One to which something was written: an untouched one is taken up again. */
async function aWrittenDraft(actor: PersonActor): Promise<string> {
  const { id } = await begin(actor)
  await database().submission.updateMany({ where: { qualificationId: id }, data: { draftVersion: 1 } })
  return id
}

const makeOlder = (accountId: string) => database().$executeRaw`
  UPDATE qualifications SET created_at = created_at - interval '1 hour' WHERE account_id = ${accountId}::uuid`

test('an account has so many drafts, and another one after it withdrew one', async () => {
  const applicant = await aRegisteredApplicant()
  const drafts: string[] = []
  while (drafts.length < MOST_DRAFTS) drafts.push(await aWrittenDraft(applicant))
  const refused = { code: 'TOO_MANY_DRAFTS', params: { open: MOST_DRAFTS, allowed: MOST_DRAFTS } }
  await expect(begin(applicant)).rejects.toMatchObject(refused)
  await expect(createQualification(applicant, { kind: 'ORGANISATION' })).rejects.toMatchObject(refused)
  await begin(await aRegisteredApplicant()) // others are not affected

  await withdrawQualification(applicant, { qualificationId: drafts[0] ?? '' })
  const { id } = await begin(applicant)
  expect(await eventsAbout(id)).toMatchObject([{ action: 'qualification.created' }])
  expect((await begin(applicant)).id).toBe(id) // a double click makes no other, and is not refused
})

test('members who start at the same time do not pass the limit together', async () => {
  const founder = await aRegisteredApplicant()
  for (let count = 1; count < MOST_DRAFTS; count++) await aWrittenDraft(founder)
  const { accountId } = founder
  const members: PersonActor[] = [founder]
  while (members.length < 5) members.push((await aMemberOf(accountId)).actor)
  const outcomes = await Promise.allSettled(
    members.map((member) => createQualification(member, { kind: 'INDIVIDUAL', accountId })),
  )
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(refused).toMatchObject(Array.from({ length: 4 }, () => ({ reason: { code: 'TOO_MANY_DRAFTS' } })))
  expect(await database().qualification.count({ where: { accountId, status: 'DRAFT' } })).toBe(MOST_DRAFTS)
})

test('those that were withdrawn count for an hour, so that starting and withdrawing has an end', async () => {
  const applicant = await aRegisteredApplicant()
  for (let count = 0; count < MOST_STARTED_AN_HOUR; count++) {
    await withdrawQualification(applicant, { qualificationId: await aWrittenDraft(applicant) })
  }
  const seconds = expect.any(Number)
  await expect(begin(applicant)).rejects.toMatchObject({ code: 'RATE_LIMITED', params: { seconds, unit: 'MINUTES' } })
  await makeOlder(applicant.accountId)
  expect((await begin(applicant)).id).toBeTruthy()
})
