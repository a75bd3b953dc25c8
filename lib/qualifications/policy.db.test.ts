import { expect, test } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { aDraft } from '@/tests/factories/qualifications'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { findDraft } from './draft/draft'
import { readDraft } from './draft/read-draft'
import { saveFields } from './draft/save-fields'
import { isVisibleTo, ownedBy, visibleTo } from './policy'

test('the filter of the database and the check of a row agree on what is visible', async () => {
  const { applicant, qualification } = await aSubmittedQualification()
  const draft = await aDraft()
  const withdrawn = await aSubmittedQualification()
  await database().qualification.update({ where: { id: withdrawn.qualification.id }, data: { status: 'WITHDRAWN' } })
  const played = await aSubmittedQualification({ applicant: await anApplicant({ isTest: true }) })
  const actors = [
    applicant,
    draft.applicant,
    played.applicant,
    await anApplicant(),
    await someStaff(),
    await someStaff({ roles: ['AUDITOR', 'ADMIN'] }),
    await someStaff({ roles: [] }),
    await someStaff({ accountIds: [applicant.accountId] }),
    { ...(await someStaff()), capabilities: [] },
  ]
  for (const id of [qualification.id, draft.id, withdrawn.qualification.id, played.qualification.id]) {
    const row = await database().qualification.findUniqueOrThrow({ where: { id }, include: { account: true } })
    for (const actor of actors) {
      const count = await database().qualification.count({ where: { AND: [{ id }, visibleTo(actor)] } })
      expect(isVisibleTo(actor, { ...row, isTest: row.account.isTest })).toBe(count === 1)
    }
  }
})

test('a draft is found, and read, by those whom the filters of the database let see it', async () => {
  const { qualification, applicant } = await aSubmittedQualification()
  const draft = await aDraft()
  const colleague = await someStaff({ accountIds: [draft.applicant.accountId] })
  const actors = [draft.applicant, applicant, await anApplicant(), await someStaff(), colleague, SYSTEM]
  const codeOf = (found: Promise<unknown>) => found.then(String, ({ code }: { code: string }) => code)
  const seen: boolean[] = []
  for (const id of [draft.id, qualification.id]) {
    for (const actor of actors) {
      const visible = await database().qualification.count({ where: { AND: [{ id }, visibleTo(actor)] } })
      expect((await codeOf(findDraft(database(), actor, id))) === 'NOT_FOUND').toBe(visible === 0)
      if (actor.kind === 'SYSTEM') continue
      const owned = await database().qualification.count({ where: { AND: [{ id, status: 'DRAFT' }, ownedBy(actor)] } })
      expect((await readDraft(actor, id)) === null).toBe(owned === 0)
      seen.push(owned > 0)
    }
  }
  expect(new Set(seen)).toEqual(new Set([true, false]))
})

test('a member who was removed since their request started sees and writes nothing', async () => {
  const { id: qualificationId, applicant } = await aDraft()
  const answers = { 'use.audience': '新顾客' }
  const save = () => saveFields(applicant, { qualificationId, task: 'use', seen: '', answers })
  await database().membership.deleteMany({ where: { accountId: applicant.accountId, userId: applicant.id } })
  expect(await readDraft(applicant, qualificationId)).toBeNull()
  await expect(save()).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
