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
const UPRIGHT = { x: 0.2, y: 0.2, width: 0.3, height: 0.1 }
const TURNED = { x: 0.7, y: 0.2, width: 0.1, height: 0.3 }

test('the reviewer is shown where a value was read, and the place turns with the picture', async ({ page, signIn }) => {
  const { id } = await aSubmitted()
  const reading = aReading({ fields: { name: '王大明', idNumber: IDENTITY['person.idNumber'] } })
  const file = await readPortraitAs(id, reading, ['GLARE'])
  const reviewer = (await aColleague({ roles: ['REVIEWER'] })).actor
  await claimQualification(reviewer, { qualificationId: id })
  await signIn(reviewer)
  await page.goto(`/queue/${id}`)
  const viewer = page.getByRole('application')
  const name = viewer.getByRole('img', { name: '在此处读到：姓名' })
  const number = viewer.getByRole('img', { name: '在此处读到：证件号码' })

  await test.step('what differs is outlined, what is the same is not', async () => {
    await expectAt(name, viewer, file, UPRIGHT)
    await expect(number).toHaveCount(0)
  })

  await test.step('a doubt that the applicant passed by is at the part of the picture', async () => {
    await page
      .getByRole('button', { name: /^身份证人像面 未判断/ })
      .first()
      .click()
    await expect(page.getByRole('listitem').filter({ hasText: '其设备已提示，仍然使用' })).toBeVisible()
    await page
      .getByRole('button', { name: /^身份信息/ })
      .first()
      .click()
  })

  await test.step('a turned picture takes the outline with it', async () => {
    await page.getByRole('button', { name: '向右旋转' }).click()
    await expectAt(name, viewer, { width: file.height, height: file.width }, TURNED)
    await page.getByRole('button', { name: '复位' }).click()
    await expectAt(name, viewer, file, UPRIGHT)
  })

  await test.step('by key, what is the same is shown too, on the picture in which it was read', async () => {
    await page.getByRole('button', { name: '身份证国徽面', exact: true }).first().click()
    await expect(name).toHaveCount(0)
    const show = page.getByRole('button', { name: '在照片上显示：证件号码' })
    await show.focus()
    await page.keyboard.press('Enter')
    await expectAt(number, viewer, file, UPRIGHT)
    await expect(show).toHaveAttribute('aria-pressed', 'true')
    await expect(name).toBeVisible()
    expect(await flawsForAxe(page)).toEqual([])
    expect(await flawsOf(page)).toEqual([])
    await page.keyboard.press('Enter')
    await expect(number).toHaveCount(0)
  })
})
