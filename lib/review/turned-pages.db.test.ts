import { expect, test } from 'vitest'
import { readSubmitted } from '@/lib/cases/read-submitted'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { decide, submit } from '@/tests/factories/journey'
import { aDocumentIn, aReadyDraft, IDENTITY } from '@/tests/factories/qualifications'
import { aReading, readAs, readPortraitAs } from '@/tests/factories/readings'
import { someStaff } from '@/tests/factories/review'
import { claimQualification } from './claims/claim-qualification'
import { readForReview } from './read-for-review'

const LYING = aReading({ turned: 90, fields: { idNumber: IDENTITY['person.idNumber'] } })
const EDGES = { left: 0.1, top: 0.2, right: 0.3, bottom: 0.4 }

test('a page is shown turned to its applicant and to the reviewer, also where a place on it was outlined, and once it was replaced', async () => {
  const { applicant, id } = await aReadyDraft()
  const { id: fileId } = await readPortraitAs(id, LYING)
  const pagesIn = async () =>
    (await readDraft(applicant, id))?.slots.flatMap(({ slot, pages }) =>
      pages.filter(({ turned }) => turned?.length).map((page) => [slot.kind, page.turned]),
    )
  expect(await pagesIn()).toEqual([['ID_PORTRAIT', [90]]])
  await submit(applicant, id)
  const first = await someStaff()
  await decide(first, id, { ID_PORTRAIT: 'BLURRED' }, EDGES)

  const { refusals } = (await readDraft(applicant, id)) ?? {}
  expect(refusals).toMatchObject([{ place: { fileId, ...EDGES }, turned: 90 }])
  const copy = await readSubmitted(applicant, { qualificationId: id, revision: '1' })
  const shown = copy?.content?.documents.flatMap(({ pages }) => pages.filter(({ turned }) => turned?.length))
  expect(shown).toMatchObject([{ fileId, turned: [90] }])
  expect(copy?.parts.filter(({ turned }) => turned !== 0)).toMatchObject([{ documentKind: 'ID_PORTRAIT', turned: 90 }])

  await removeDocumentPage(applicant, { qualificationId: id, fileId })
  const upright = await aDocumentIn(id, applicant, 'ID_PORTRAIT')
  await readAs(upright, aReading({ fields: { idNumber: IDENTITY['person.idNumber'] } }))
  await submit(applicant, id)
  const next = await someStaff()
  await claimQualification(next, { qualificationId: id })
  expect((await readForReview(next, id))?.opened?.turned).toEqual([{ fileId, page: 0, turned: 90 }])
})

test('a page whose way up is not certain is shown as it was uploaded', async () => {
  const { applicant, id } = await aReadyDraft()
  await readPortraitAs(id, aReading({ turned: 90 }))
  await submit(applicant, id)
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: id })
  expect((await readForReview(reviewer, id))?.opened?.turned).toEqual([])
})
