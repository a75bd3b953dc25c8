import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import { createDataKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import { sealedField } from '@/lib/qualifications/sealed'
import { currentRulebook } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { eventsAbout } from '@/tests/factories/audit'
import { revealsOf, shownBefore } from '@/tests/factories/reveals'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { searchQualifications } from './search-qualifications'

const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('')

test('finds submitted qualifications by name, number, phone and sender signature, as people type them', async () => {
  const [name, idNumber, phone, signature] = [`王${digits(6)}`, `E${digits(8)}`, `139${digits(8)}`, `书屋${digits(5)}A`]
  const { qualification } = await aSubmittedQualification({
    fields: { 'person.name': name, 'person.idNumber': idNumber, 'contact.phone': `+86${phone}` },
    signatures: [signature],
  })
  await aSubmittedQualification()
  const reviewer = await someStaff()
  const sought = [
    [` ${name} `, 'NAME'],
    [idNumber.toLowerCase(), 'NUMBER'],
    [`${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`, 'PHONE'],
    [`【${signature.toLowerCase()}】`, 'NAME'],
  ] as const
  for (const [text, by] of sought) {
    expect(await searchQualifications(reviewer, { text })).toEqual({ by, ids: [qualification.id], isMore: false })
  }
  for (const text of [name.slice(0, -1), `${name}1`, idNumber.slice(1), '不存在的人']) {
    expect(await searchQualifications(reviewer, { text })).toMatchObject({ ids: [] })
  }
})

test('finds a case by the end of its reference, as it is read out on the telephone', async () => {
  const { qualification } = await aSubmittedQualification()
  const reviewer = await someStaff()
  const tail = qualification.reference.slice(-6)
  for (const text of [tail, tail.toLowerCase(), ` ${tail.slice(0, 3)} ${tail.slice(3)}`]) {
    expect(await searchQualifications(reviewer, { text })).toMatchObject({ by: 'NAME', ids: [qualification.id] })
  }
  expect(await searchQualifications(reviewer, { text: tail.slice(1) })).toMatchObject({ ids: [] })
  expect(await revealsOf(reviewer.id)).toEqual([])
})

test('records who searched by what and how many they found, and never for whom', async () => {
  const name = `赵${digits(6)}`
  await aSubmittedQualification({ fields: { 'person.name': name } })
  const reviewer = await someStaff()
  await searchQualifications(reviewer, { text: name })
  const events = await database().auditEvent.findMany({ where: { actorId: reviewer.id } })
  expect(events).toMatchObject([
    {
      action: 'qualification.searched',
      subjectId: null,
      capabilities: ['review.queue'],
      data: { by: 'NAME', found: 1 },
    },
  ])
  expect(JSON.stringify(events)).not.toContain(name)
})

test('a search by number or phone counts as a reveal and is refused at the cap; a search by name is neither', async () => {
  const auditor = await someStaff({ roles: ['AUDITOR'] })
  await shownBefore(auditor.id, env().REVEALS_AN_HOUR - 2)
  for (const text of ['11010519491231002X', '１３８ 0013 8000']) await searchQualifications(auditor, { text })
  for (const text of [`E${digits(8)}`, `139${digits(8)}`]) {
    await expect(searchQualifications(auditor, { text })).rejects.toMatchObject({ code: 'REVEALS_USED_UP' })
  }
  expect(await searchQualifications(auditor, { text: '不存在的人' })).toMatchObject({ by: 'NAME', ids: [] })
  expect((await revealsOf(auditor.id)).filter((kind) => kind === 'SEARCH')).toHaveLength(2)
  expect(await eventsAbout(auditor.id, 'review.reveal_cap_reached')).toHaveLength(1)
})

test('never finds unsubmitted values: those of a draft or of a revision in progress', async () => {
  const [first, second] = [`钱${digits(6)}`, `钱${digits(6)}`]
  const { qualification } = await aSubmittedQualification({ fields: { 'person.name': first } })
  const rulebook = await currentRulebook()
  const rule = rulesFor(rulebook, 'INDIVIDUAL').groups.flatMap(({ fields }) => fields)[0]
  await transaction(async (tx) => {
    const { key } = await createDataKey(tx)
    const { version: rulebookVersion } = rulebook
    const { id } = await tx.submission.create({
      data: { qualificationId: qualification.id, revision: 2, rulebookVersion, letterVersion: 'x' },
    })
    if (rule) await tx.declaredField.create({ data: await sealedField(key, id, rule, second) })
  })
  const reviewer = await someStaff()
  expect(await searchQualifications(reviewer, { text: second })).toMatchObject({ ids: [] })
  expect(await searchQualifications(reviewer, { text: first })).toMatchObject({ ids: [qualification.id] })

  await database().qualification.update({
    where: { id: qualification.id },
    data: { status: 'DRAFT', firstSubmittedAt: null },
  })
  expect(await searchQualifications(reviewer, { text: first })).toMatchObject({ ids: [] })
})

test('returns the newest fifty, and whether there are more', async () => {
  const applicant = await anApplicant()
  const name = `孙${digits(6)}`
  for (let i = 0; i < 52; i++) {
    await aSubmittedQualification({ applicant, fields: { 'person.name': name }, queuedMinutesAgo: 100 - i })
  }
  const { ids, isMore } = await searchQualifications(await someStaff(), { text: name })
  expect(isMore).toBe(true)
  expect(ids).toHaveLength(50)
  const newest = await database().qualification.findMany({
    where: { accountId: applicant.accountId },
    orderBy: { queuedAt: 'desc' },
    take: 50,
  })
  expect(ids).toEqual(newest.map(({ id }) => id))
})

test('is refused to people without access to the queue', async () => {
  for (const actor of [await anApplicant(), await someStaff({ roles: [] })]) {
    await expect(searchQualifications(actor, { text: '王小明' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
})
