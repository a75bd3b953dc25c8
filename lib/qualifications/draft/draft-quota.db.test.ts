import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aMemberOf } from '@/tests/factories/people'
import { aRegisteredApplicant } from '@/tests/factories/qualifications'
import { withdrawQualification } from '../standing/withdraw-qualification'
import { createQualification } from './create-qualification'
import { MAX_DRAFTS, MAX_STARTED_PER_HOUR } from './draft-quota'
import { renewQualification } from './renew-qualification'

const begin = (actor: PersonActor) => createQualification(actor, { kind: 'INDIVIDUAL' })

/** Makes a draft and writes to it, since an untouched one would be reused. */
async function aWrittenDraft(actor: PersonActor): Promise<string> {
  const { id } = await begin(actor)
  await database().submission.updateMany({ where: { qualificationId: id }, data: { draftVersion: 1 } })
  return id
}

const makeOlder = (accountId: string) => database().$executeRaw`
  UPDATE qualifications SET created_at = created_at - interval '1 hour' WHERE account_id = ${accountId}::uuid`

test('an account at its limit of drafts can start another one after it withdrew one', async () => {
  const applicant = await aRegisteredApplicant()
  const drafts: string[] = []
  while (drafts.length < MAX_DRAFTS) drafts.push(await aWrittenDraft(applicant))
  const refused = { code: 'TOO_MANY_DRAFTS', params: { open: MAX_DRAFTS, allowed: MAX_DRAFTS } }
  await expect(begin(applicant)).rejects.toMatchObject(refused)
  await expect(createQualification(applicant, { kind: 'ORGANISATION' })).rejects.toMatchObject(refused)
  await begin(await aRegisteredApplicant()) // others are not affected

  await withdrawQualification(applicant, { qualificationId: drafts[0] ?? '' })
  const { id } = await begin(applicant)
  expect(await eventsAbout(id)).toMatchObject([{ action: 'qualification.created' }])
  expect((await begin(applicant)).id).toBe(id) // a double click makes no second draft and is not refused
})

test('an account at its limit of drafts starts no renewal either', async () => {
  const applicant = await aRegisteredApplicant()
  const qualificationId = await aWrittenDraft(applicant)
  await database().qualification.update({ where: { id: qualificationId }, data: { status: 'EXPIRED' } })
  for (let count = 0; count < MAX_DRAFTS; count++) await aWrittenDraft(applicant)
  const renewal = renewQualification(applicant, { qualificationId })
  await expect(renewal).rejects.toMatchObject({ code: 'TOO_MANY_DRAFTS' })
  expect(await database().qualification.count({ where: { renewsId: qualificationId } })).toBe(0)
})

test('members who start drafts at the same time do not exceed the limit together', async () => {
  const founder = await aRegisteredApplicant()
  for (let count = 1; count < MAX_DRAFTS; count++) await aWrittenDraft(founder)
  const { accountId } = founder
  const members: PersonActor[] = [founder]
  while (members.length < 5) members.push((await aMemberOf(accountId)).actor)
  const outcomes = await Promise.allSettled(
    members.map((member) => createQualification(member, { kind: 'INDIVIDUAL', accountId })),
  )
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(refused).toMatchObject(Array.from({ length: 4 }, () => ({ reason: { code: 'TOO_MANY_DRAFTS' } })))
  expect(await database().qualification.count({ where: { accountId, status: 'DRAFT' } })).toBe(MAX_DRAFTS)
})

test('withdrawn drafts count for an hour, so that starting and withdrawing in a loop is stopped', async () => {
  const applicant = await aRegisteredApplicant()
  for (let count = 0; count < MAX_STARTED_PER_HOUR; count++) {
    await withdrawQualification(applicant, { qualificationId: await aWrittenDraft(applicant) })
  }
  const seconds = expect.any(Number)
  await expect(begin(applicant)).rejects.toMatchObject({ code: 'RATE_LIMITED', params: { seconds, unit: 'MINUTES' } })
  await makeOlder(applicant.accountId)
  expect((await begin(applicant)).id).toBeTruthy()
})
