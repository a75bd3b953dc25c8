import { database } from '@/lib/db/client'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { aFullDraft } from '@/tests/factories/journey'
import { aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { personal } from '../support/records'
import { expect, test } from '../support/test'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const DESK = { viewport: { width: 1440, height: 900 } }

async function anOpenApplication() {
  const applicant = await aRegisteredApplicant()
  const { id } = await createQualification(applicant.actor, { kind: 'INDIVIDUAL' })
  return { id, onPhone: applicant.actor, atDesk: await aSession(applicant.id, 'APPLICANT') }
}

test('an application that was started on a phone continues at a desk where it was', async ({ another }) => {
  const { id, onPhone, atDesk } = await anOpenApplication()
  const phone = await another(onPhone, PHONE)
  await phone.goto(`/qualifications/${id}/identity`)
  await phone.getByLabel('姓名').fill(personal('慕容白'))
  await phone.getByLabel('证件有效期开始').fill('2021-03-01')
  await expect(phone.getByText('已保存')).toBeVisible() // automatically

  const desk = await another(atDesk, DESK)
  await desk.goto('/qualifications')
  await desk.getByRole('link', { name: /^ZX-/ }).click()
  await expect(desk.getByRole('listitem').filter({ hasText: '您的身份' })).toContainText('进行中')
  await desk.getByRole('link', { name: /^您的身份/ }).click()
  await expect(desk.getByLabel('姓名')).toHaveValue('慕容白')
  await expect(desk.getByLabel('证件有效期开始')).toHaveValue('2021-03-01')
})

test('when two devices change the same answer the later one is warned, and loses nothing', async ({ another }) => {
  const { id, onPhone, atDesk } = await anOpenApplication()
  const [phone, desk] = [await another(onPhone, PHONE), await another(atDesk, DESK)]
  for (const page of [phone, desk]) await page.goto(`/qualifications/${id}/identity`)
  await phone.getByLabel('姓名').fill(personal('慕容白'))
  await expect(phone.getByText('已保存')).toBeVisible()

  await desk.getByLabel('姓名').fill(personal('慕容柏'))
  await expect(desk.getByText('这一页在别处改过')).toBeVisible()
  await expect(desk.getByText('等待您选择')).toBeVisible()
  await expect(desk.getByLabel('姓名')).toHaveValue('慕容柏')
  await desk.getByRole('button', { name: '保留我填写的' }).click()
  await expect(desk.getByText('已保存')).toBeVisible()
  await expect(desk.getByText('这一页在别处改过')).toBeHidden()
  await phone.reload()
  await expect(phone.getByLabel('姓名')).toHaveValue('慕容柏')

  await phone.getByLabel('姓名').fill(personal('慕容百'))
  await expect(phone.getByText('已保存')).toBeVisible()
  await desk.getByLabel('姓名').fill(personal('慕容伯'))
  await desk.getByRole('link', { name: '放弃我的修改，查看最新内容' }).click()
  await expect(desk.getByLabel('姓名')).toHaveValue('慕容百')
})

async function expectOneSubmission(id: string) {
  const submissions = await database().submission.findMany({ where: { qualificationId: id } })
  expect(submissions).toHaveLength(1)
  expect(await eventsAbout(id, 'qualification.submitted')).toHaveLength(1)
}

test('a double click and a reload submit once', async ({ page, signIn }) => {
  const { applicant, id } = await aFullDraft()
  await signIn(applicant.actor)
  await page.goto(`/qualifications/${id}/check`)
  await page.getByRole('button', { name: '提交', exact: true }).dblclick()
  await expect(page.getByRole('heading', { name: '已提交，等待审核' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: '已提交，等待审核' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('button', { name: '提交', exact: true })).toBeHidden()
  await expectOneSubmission(id)
})

test('two tabs submit once, and both show it', async ({ page, context, signIn }) => {
  const { applicant, id } = await aFullDraft()
  await signIn(applicant.actor)
  const tabs = [page, await context.newPage()]
  for (const tab of tabs) await tab.goto(`/qualifications/${id}/check`)
  await Promise.all(tabs.map((tab) => tab.getByRole('button', { name: '提交', exact: true }).click()))
  for (const tab of tabs) await expect(tab.getByRole('heading', { name: '已提交，等待审核' })).toBeVisible()
  await expectOneSubmission(id)
})
