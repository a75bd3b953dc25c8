import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { IDENTITY } from '@/tests/factories/qualifications'
import { aReading, readPortraitAs } from '@/tests/factories/readings'
import { flawsOf } from '../support/layout'
import { expectAt } from '../support/marks'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 1440, height: 900 } })

/** The place of every value that `aReading` reads, and the same place once the picture is turned to the right. */
const AS_UPLOADED = { x: 0.2, y: 0.2, width: 0.3, height: 0.1 }
const TURNED = { x: 0.7, y: 0.2, width: 0.1, height: 0.3 }

test('a picture that lies on its side is shown upright with its places, and as it was uploaded on request', async ({
  page,
  signIn,
}) => {
  const { id } = await aSubmitted()
  const fields = { name: '王大明', idNumber: IDENTITY['person.idNumber'] }
  const file = await readPortraitAs(id, aReading({ turned: 90, fields }))
  const lying = { width: file.height, height: file.width }
  const reviewer = (await aColleague({ roles: ['REVIEWER'] })).actor
  await claimQualification(reviewer, { qualificationId: id })
  await signIn(reviewer)
  await page.goto(`/queue/${id}`)
  const viewer = page.getByRole('application')
  const name = viewer.getByRole('img', { name: '在此处读到：姓名' })
  await expect(page.getByText('已自动转正')).toBeVisible()
  await expectAt(name, viewer, lying, TURNED)
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])

  const asUploaded = page.getByRole('button', { name: '按上传时的方向显示' })
  await asUploaded.click()
  await expect(asUploaded).toHaveAttribute('aria-pressed', 'true')
  await expectAt(name, viewer, file, AS_UPLOADED)
  await asUploaded.click()
  await page.getByRole('button', { name: '向右旋转' }).click()
  await page.getByRole('button', { name: '复位' }).click()
  await expectAt(name, viewer, lying, TURNED)
})
