import { expect, test } from 'vitest'
import { submit } from '@/tests/factories/journey'
import { aReadyDraft, IDENTITY } from '@/tests/factories/qualifications'
import { aReading, readPortraitAs } from '@/tests/factories/readings'
import { someStaff } from '@/tests/factories/review'
import { claimQualification } from './claims/claim-qualification'
import { readForReview } from './read-for-review'

test('the reviewer sees what an applicant was shown of a picture, and used anyway', async () => {
  const { applicant, id } = await aReadyDraft()
  await readPortraitAs(id, aReading(), ['GLARE'])
  await submit(applicant, id)
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: id })
  const parts = (await readForReview(reviewer, id))?.opened?.parts ?? []
  const doubted = parts.filter(({ files }) => files.some(({ doubts }) => doubts.length > 0))
  expect(doubted.map(({ documentKind, files }) => [documentKind, files[0]?.doubts])).toEqual([
    ['ID_PORTRAIT', ['GLARE']],
  ])
})

test('the holder of the claim sees what was read next to what was declared, and nobody else does', async () => {
  const { applicant, id } = await aReadyDraft()
  const idNumber = IDENTITY['person.idNumber']
  const { id: fileId } = await readPortraitAs(id, aReading({ fields: { name: '王大明', idNumber } }))
  const place = { fileId, page: 0, rectangle: { x: 0.2, y: 0.2, width: 0.3, height: 0.1 } }
  await submit(applicant, id)
  const reviewer = await someStaff()
  expect((await readForReview(reviewer, id))?.opened).toBeNull()
  await claimQualification(reviewer, { qualificationId: id })
  expect((await readForReview(reviewer, id))?.opened?.read).toEqual({
    'person.name': { value: '王大明', isSame: false, place },
    'person.idNumber': { value: idNumber, isSame: true, place },
    // The number contains it, which is where it is outlined.
    'person.birthDate': { value: IDENTITY['person.birthDate'], isSame: true, place },
  })
  expect((await readForReview(await someStaff(), id))?.opened).toBeNull()
})
