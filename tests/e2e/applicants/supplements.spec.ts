import { revokeQualification } from '@/lib/qualifications/standing/revoke-qualification'
import { aSubmitted, decide } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { fileWithMobile, requestMaterialFor } from '@/tests/factories/supplements'
import { press } from '../support/keyboard'
import { flawsOf } from '../support/layout'
import { drawing } from '../support/pictures'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

const PHONE = { viewport: { width: 390, height: 844 } }

test('a carrier asks for more: staff request it, the applicant uploads it, a reviewer returns and then accepts it', async ({
  another,
}) => {
  const { applicant, id, reference } = await aSubmitted()
  await decide((await aColleague()).actor, id)
  const { lead } = await fileWithMobile(id)
  const staff = await another(lead, { viewport: { width: 1440, height: 900 } })
  const phone = await another(applicant.actor, PHONE)
  const reviewer = await another((await aColleague()).actor, { viewport: { width: 1440, height: 900 } })
  const note = personal('请提供店面门头的照片')
  const reason = personal('照片里看不到招牌')
  const request = staff.locator('#supplements')

  await test.step('staff request it', async () => {
    await staff.goto(`/cases/${id}`)
    await press(staff, request.getByText('要求补充材料', { exact: true }))
    await request.getByLabel('哪项报备').selectOption({ label: '【小明书屋】 中国移动' })
    await request.getByLabel('需要什么').fill(note)
    await request.getByRole('button', { name: '发出要求' }).click()
    await expect(request).toContainText('待上传')
    await expect(request).toContainText(note)
    expect(await flawsForAxe(staff)).toEqual([])
  })

  const upload = async (seed: number) => {
    await phone.goto(`/qualifications/${id}`)
    await expect(phone.getByRole('heading', { name: '运营商要求补充材料' })).toBeVisible()
    await expect(phone.getByText('材料会提供给提出要求的运营商。')).toBeVisible()
    const zone = phone.getByRole('group', { name: /^上传中国移动/ })
    const chooser = phone.waitForEvent('filechooser')
    await zone.getByRole('button', { name: '选择照片' }).click()
    await (await chooser).setFiles(await drawing('LICENCE', seed))
    await expect(phone.getByText('已收到，等待检查')).toBeVisible()
  }

  await test.step('the applicant reads what is needed, and uploads it', async () => {
    await phone.goto('/qualifications')
    await expect(phone.getByText('运营商要求补充材料，请查看并上传')).toBeVisible()
    await upload(1)
    await expect(phone.getByRole('main')).toContainText(note)
    expect([await flawsOf(phone), await flawsForAxe(phone)]).toEqual([[], []])
  })

  const judged = reviewer.locator('#supplements')
  await test.step('a reviewer finds it in the queue, looks at it, and returns it with a reason', async () => {
    await reviewer.goto('/queue')
    await reviewer.getByRole('link', { name: reference }).first().click()
    await expect(judged).toContainText('待检查')
    await expect(judged.getByRole('img').first()).toBeVisible()
    await judged.getByText('退回', { exact: true }).first().click()
    await judged.getByLabel('退回原因').fill(reason)
    await judged.getByRole('button', { name: /^退回：/ }).click()
    await expect(judged).toContainText('已退回')
  })

  await test.step('the applicant reads why, and uploads another', async () => {
    await phone.goto(`/qualifications/${id}`)
    await expect(phone.getByRole('main')).toContainText(`上次上传的材料被退回：${reason}`)
    await upload(2)
  })

  await test.step('the reviewer accepts it, and both see that', async () => {
    await reviewer.reload()
    await judged.getByRole('button', { name: /^接受：/ }).click()
    await expect(judged).toContainText('已接受')
    await phone.reload()
    await expect(phone.getByRole('heading', { name: '以前的补充材料' })).toBeVisible()
    await expect(phone.getByRole('heading', { name: '运营商要求补充材料' })).toHaveCount(0)
  })
})

test('in English it says the same', async ({ another }) => {
  const { applicant, id } = await aSubmitted()
  await decide((await aColleague()).actor, id)
  const { lead } = await fileWithMobile(id)
  const staff = await another(lead, { locale: 'en', viewport: { width: 1440, height: 900 } })
  await staff.goto(`/cases/${id}`)
  await staff.getByText('Request material', { exact: true }).click()
  await staff.getByLabel('What is needed').fill(personal('A photo of the shop front'))
  await staff.getByRole('button', { name: 'Send request' }).click()
  await expect(staff.locator('#supplements')).toContainText('Not uploaded yet')
  await staff.getByRole('button', { name: /^Cancel this request/ }).waitFor()
  const page = await another(applicant.actor, { ...PHONE, locale: 'en' })
  await page.goto(`/qualifications/${id}`)
  await expect(page.getByRole('heading', { name: 'A carrier needs more material' })).toBeVisible()
  await expect(page.getByText('What you upload is provided to that carrier.')).toBeVisible()
  expect(await flawsOf(page)).toEqual([])
  await staff.getByRole('button', { name: /^Cancel this request/ }).click()
  await expect(staff.locator('#supplements')).toContainText('Cancelled')
})

test('once the qualification has ended, staff close the request, and the applicant is not asked', async ({
  another,
}) => {
  const { applicant, id } = await aSubmitted()
  await decide((await aColleague()).actor, id)
  const filed = await fileWithMobile(id)
  await requestMaterialFor(filed)
  const { actor: administrator } = await aColleague({ roles: ['ADMIN'] })
  await revokeQualification(administrator, { qualificationId: id, reason: 'COMPLAINTS', note: null })
  const phone = await another(applicant.actor, PHONE)
  await phone.goto(`/qualifications/${id}`)
  await expect(phone.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(phone.getByRole('heading', { name: '运营商要求补充材料' })).toHaveCount(0)
  const staff = await another(filed.lead, { viewport: { width: 1440, height: 900 } })
  await staff.goto(`/cases/${id}`)
  const request = staff.locator('#supplements')
  await expect(request).toContainText('资质已经结束')
  expect(await flawsForAxe(staff)).toEqual([])
  await request.getByRole('button', { name: /^关闭这项要求/ }).click()
  await expect(request).toContainText('已取消')
})
