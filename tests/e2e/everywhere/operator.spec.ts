import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { aFullDraft, aSubmitted, decide } from '@/tests/factories/journey'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { OPERATOR } from '@/tests/setup/operator'
import { flawsOf } from '../support/layout'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 390, height: 844 } })

const { OPERATOR_NAME, OPERATOR_EMAIL } = OPERATOR
const reviewer = async () => (await aColleague({ roles: ['REVIEWER'] })).actor

test('a visitor reads who runs the portal, how to reach them, and who receives what', async ({ page }) => {
  await page.goto('/')
  const foot = page.getByRole('contentinfo')
  await expect(foot).toContainText(`运营者：${OPERATOR_NAME}`)
  await expect(foot.getByRole('link', { name: /^电话/ })).toHaveAttribute('href', 'tel:01000000000')
  await expect(foot.getByRole('link', { name: /^邮箱/ })).toHaveAttribute('href', `mailto:${OPERATOR_EMAIL}`)
  await page.getByText('谁会收到什么、什么时候、为什么').click()
  const carriers = page.getByRole('listitem').filter({ hasText: '运营商：中国移动' })
  await expect(carriers).toContainText('审核通过之后')
  await expect(carriers).toContainText('没有通过的申请不提供')
  expect(await flawsOf(page)).toEqual([])
  expect(await flawsForAxe(page)).toEqual([])

  await page.goto('/nothing-here')
  await expect(page.getByText(`运营者：${OPERATOR_NAME}`)).toBeVisible()
})

const RECIPIENTS = {
  'zh-CN': {
    title: '谁会收到什么、什么时候、为什么',
    carriers: '运营商：中国移动',
    when: '审核通过之后',
    handler: '个人信息处理者',
    law: '（《个人信息保护法》第六十五条）',
    receiver: `签好的函件由${OPERATOR_NAME}收存`,
    given: '由环境变量 OPERATOR_NAME 设定',
  },
  en: {
    title: 'Who receives what, when and why',
    carriers: 'Carriers: China Mobile',
    when: 'After approval, when your sender signatures are filed',
    handler: 'Personal information handler',
    law: '(Personal Information Protection Law, article 65)',
    receiver: `The signed letter is received and stored by ${OPERATOR_NAME}`,
    given: 'Set by OPERATOR_NAME in the environment',
  },
} as const

for (const locale of ['zh-CN', 'en'] as const) {
  const say = RECIPIENTS[locale]

  test.describe(locale, () => {
    test.use({ locale })

    test('each page that asks for an ID says who receives it, in the same words', async ({ page, signIn }) => {
      const { applicant, id } = await aFullDraft()
      await signIn(applicant.actor)
      const url = `/qualifications/${id}`
      for (const path of [`${url}/identity`, `${url}/documents`, '/my-data/consents']) {
        await page.goto(path)
        await page.getByText(say.title).click()
        await expect(page.getByRole('listitem').filter({ hasText: say.carriers })).toContainText(say.when)
        expect(await flawsOf(page)).toEqual([])
        expect(await flawsForAxe(page)).toEqual([])
      }
      await expect(page.getByText(say.handler)).toBeVisible()
      await page.goto('/my-data')
      await expect(page.getByRole('heading', { name: say.title })).toBeVisible()
      await expect(page.getByText(say.law)).toBeVisible()

      await page.goto(`${url}/letter`)
      const receiver = page.getByText(say.receiver)
      await expect(receiver).toBeVisible()
      await page.emulateMedia({ media: 'print' })
      await expect(receiver).toBeHidden()
    })

    test('what the environment says is shown to administrators, who can’t change it there', async ({
      page,
      signIn,
    }) => {
      await signIn((await aColleague({ roles: ['ADMIN'] })).actor)
      await page.goto('/operator')
      const main = page.getByRole('main')
      await expect(main).toContainText(OPERATOR_NAME)
      await expect(main).toContainText(say.given)
      await expect(main.getByRole('textbox')).toHaveCount(0)
      await expect(main.getByRole('button')).toHaveCount(0)
      expect(await flawsOf(page)).toEqual([])
      expect(await flawsForAxe(page)).toEqual([])
    })
  })
}

test('a rejected or suspended qualification says whom to ask first, and where to complain', async ({
  page,
  signIn,
}) => {
  const rejected = await aSubmitted()
  await decide(await reviewer(), rejected.id, { ID_PORTRAIT: 'SUSPECTED_FORGERY' })
  const suspended = await aSubmitted()
  await decide(await reviewer(), suspended.id)
  const administrator = (await aColleague({ roles: ['ADMIN'] })).actor
  await suspendQualification(administrator, { qualificationId: suspended.id, reason: 'COMPLAINTS', note: null })
  for (const { id, reference, applicant } of [rejected, suspended]) {
    await signIn(applicant.actor)
    await page.goto(`/qualifications/${id}`)
    await expect(page.getByRole('heading', { name: '有疑问，或者不同意这个结果' })).toBeVisible()
    await expect(page.getByText(`审核由${OPERATOR_NAME}负责`)).toContainText(reference)
    for (const channel of ['12300', '12321']) await expect(page.getByRole('main')).toContainText(channel)
    expect(await flawsOf(page)).toEqual([])
    expect(await flawsForAxe(page)).toEqual([])
  }
})

test('after submitting one reads where the answer is sent, until there is one', async ({ page, signIn }) => {
  const person = await aRegisteredApplicant()
  const { id } = await aSubmitted({ applicant: person })
  await signIn(person.actor)
  await page.goto(`/qualifications/${id}`)
  const main = page.getByRole('main')
  await expect(page.getByRole('heading', { name: '什么时候有结果' })).toBeVisible()
  await expect(main).toContainText(`短信发到 ${person.phone.slice(3, 6)}****${person.phone.slice(-4)}`)
  await decide(await reviewer(), id)
  await page.reload()
  await expect(page.getByRole('heading', { name: '已经通过审核' })).toBeVisible()
  await expect(page.getByRole('heading', { name: '什么时候有结果' })).toHaveCount(0)
})
