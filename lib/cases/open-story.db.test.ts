import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { aDraft } from '@/tests/factories/qualifications'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { openStory } from './open-story'

const openingsOf = (subjectId: string) =>
  database().auditEvent.findMany({
    where: { subjectId, action: 'qualification.opened' },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    select: { actorId: true, capabilities: true, data: true },
  })

test('each person who opens a case is recorded, once for as long as its page is drawn again', async () => {
  const { qualification } = await aSubmittedQualification()
  const { id } = qualification
  const staff = []
  for (const roles of [['REVIEWER'], ['LEAD'], ['AUDITOR'], ['ADMIN']] as const) {
    const actor = await someStaff({ roles: [...roles] })
    staff.push(actor)
    expect((await openStory(actor, id))?.head.id).toBe(id)
    await openStory(actor, id)
  }
  const opening = (actorId: string) => ({ actorId, capabilities: ['review.queue'], data: {} })
  expect(await openingsOf(id)).toEqual(staff.map(({ id }) => opening(id)))

  const [first] = staff
  if (!first) throw new Error('Nobody opened it')
  // The log refuses changes, so an opening of the past is written as one.
  const { qualification: other } = await aSubmittedQualification()
  await asOwner((client) =>
    client.query(
      `INSERT INTO audit_events (id, version, at, actor_kind, actor_id, capabilities, action, subject_kind, subject_id, data)
       VALUES (gen_random_uuid(), 1, clock_timestamp() - interval '6 minutes', 'PERSON', $1, '{review.queue}', 'qualification.opened', 'QUALIFICATION', $2, '{}')`,
      [first.id, other.id],
    ),
  )
  await openStory(first, other.id)
  expect(await openingsOf(other.id)).toEqual([opening(first.id), opening(first.id)])
})

test('what a person may not know of is not opened, and is not recorded', async () => {
  const { qualification, applicant } = await aSubmittedQualification()
  const draft = await aDraft()
  expect(await openStory(applicant, qualification.id)).toBeNull()
  expect(await openStory(await anApplicant(), qualification.id)).toBeNull()
  expect(await openStory(await someStaff(), draft.id)).toBeNull()
  expect([...(await openingsOf(qualification.id)), ...(await openingsOf(draft.id))]).toEqual([])
})
