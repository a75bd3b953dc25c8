import type { Page } from '@playwright/test'
import { aPhone } from '@/tests/factories/people'
import { papersOfOne } from '@/tests/factories/photographed/papers-of-one'
import {
  type Answer,
  ENTERPRISE_FIRST,
  ENTERPRISE_SLOTS,
  fillIn,
  fillInSignature,
  INDIVIDUAL_SLOTS,
  ownUse,
  type Slot,
  start,
  submit,
  upload,
} from '../support/applying'
import { downloaded } from '../support/downloads'
import { countEffort, type Effort } from '../support/effort'
import { codeFor } from '../support/outbox'
import { drawing } from '../support/pictures'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

test.use({
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  ownSystem: 'effort',
  settings: { READ_DOCUMENTS: '1' },
})

/** Limits how long the reader may take for the pictures of one journey, next to other tests. */
const READING = { timeout: 240_000 }

test('an individual needs at most 24 taps and 5 typed fields, from the landing page to the reference', async ({
  page,
}) => {
  test.setTimeout(480_000)
  const { person, pictures } = await papersOfOne('individual')
  const effort = await countEffort(page)
  await register(page)
  await start(page, /^个人/)
  await photographAll(page, INDIVIDUAL_SLOTS, pictures)
  await page.getByRole('link', { name: '继续', exact: true }).click()

  await test.step('what was read is filled in, and takes one press', async () => {
    await expect(page.getByRole('heading', { name: '您的身份', level: 1 })).toBeVisible()
    await expect(page.getByRole('textbox', { name: '姓名' })).toHaveValue(person.name, READING)
    await expect(page.getByRole('textbox', { name: '证件号码' })).toHaveValue(person.idNumber, READING)
    await expect(page.getByLabel('证件有效期开始')).toHaveValue(person.validFrom, READING)
    await expect(page.getByRole('checkbox', { name: '长期' })).toBeChecked(READING)
    await expect(page.getByText('已按照片填好')).toBeVisible(READING)
    await expect(page.getByText(/读出了：[^。]*出生日期/)).toHaveCount(0) // the number contains it, and it has no field
    expect(await flawsForAxe(page)).toEqual([])
    await page.getByRole('button', { name: '保存并继续' }).click()
  })

  await fillIn(page, ...ownUse('在我的茶店下过单的街坊'))
  await fillInSignature(page, person.name, '您预订的茶已备好，今晚六点前自取。')
  await printSignAndSubmit(page)
  expectWithin(effort, { taps: 24, typed: 5 })
})

test('an organisation whose representative is the administrator needs at most 31 taps and 6 typed fields', async ({
  page,
}) => {
  test.setTimeout(480_000)
  const { person, organisation, pictures } = await papersOfOne('organisation')
  const effort = await countEffort(page)
  await register(page)
  const first: Answer[] = [
    ['组织类型', '企业'],
    ['管理员', '法定代表人（经营者、负责人）本人'],
    ['为谁发送', '自用'],
  ]
  await start(page, /^组织/, first)
  const slots = [
    ['LICENCE', '营业执照'],
    ['LEGAL_REP_ID_PORTRAIT', '法定代表人身份证人像面'],
    ['LEGAL_REP_ID_EMBLEM', '法定代表人身份证国徽面'],
    ['ADMIN_ID_IN_HAND', '管理员手持证件正面照'],
  ] as const satisfies readonly Slot[]
  await photographAll(page, slots, pictures)
  await page.getByRole('link', { name: '继续', exact: true }).click()

  await licenceIsRead(page, organisation)
  await test.step('the administrator needs no page', () => representativeIsRead(page, person))

  await fillIn(page, ...ownUse('在我们的应用中注册的用户'))
  await fillInSignature(page, organisation.name.slice(0, 6), '您预订的茶已备好，今晚六点前自取。')
  await printSignAndSubmit(page)
  expectWithin(effort, { taps: 31, typed: 6 })
})

test('an organisation with another administrator needs at most 35 taps and 11 typed fields', async ({ page }) => {
  test.setTimeout(480_000)
  const { person, organisation, pictures } = await papersOfOne('organisation')
  const effort = await countEffort(page)
  await register(page)
  await start(page, /^组织/, ENTERPRISE_FIRST)
  const passport = (await drawing('ADMIN_ID_PORTRAIT')).buffer
  await photographAll(page, ENTERPRISE_SLOTS, { ...pictures, ADMIN_ID_PORTRAIT: passport })
  await page.getByRole('link', { name: '继续', exact: true }).click()
  await licenceIsRead(page, organisation)
  await representativeIsRead(page, person)

  await test.step('a passport that nobody can read is typed', async () => {
    await fillIn(page, '短信业务管理员', [
      ['管理员姓名', personal('上官云')],
      ['管理员证件号码', personal('E12345678')],
      ['管理员出生日期', '1990-01-01'],
      ['管理员证件有效期开始', '2020-01-01'],
      ['管理员证件有效期结束', '2039-12-31'],
    ])
  })

  await fillIn(page, ...ownUse('在我们的应用中注册的用户'))
  await fillInSignature(page, organisation.name.slice(0, 6), '您预订的茶已备好，今晚六点前自取。')
  await printSignAndSubmit(page)
  expectWithin(effort, { taps: 35, typed: 11 })
})

/** Registers from the landing page. */
async function register(page: Page) {
  const phone = personal(aPhone().slice(3))
  await page.goto('/')
  await page.getByRole('link', { name: '开始申请' }).click()
  await page.getByLabel('手机号码').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await expect(page.getByRole('heading', { name: '输入验证码' })).toBeVisible()
  await page.getByLabel('验证码').fill(await codeFor(page, phone))
  const consents = page.getByRole('checkbox', { name: /^我已阅读并同意/ })
  await expect(consents).toHaveCount(4)
  for (const consent of await consents.all()) await consent.check()
  await page.getByRole('button', { name: '同意并完成注册' }).click()
}

type Papers = Awaited<ReturnType<typeof papersOfOne>>

/** Waits until the licence is filled in, and adds how long it is valid, which it does not say. */
async function licenceIsRead(page: Page, { name, code, address, foundedOn }: Papers['organisation']) {
  await expect(page.getByLabel('企业名称')).toHaveValue(name, READING)
  await expect(page.getByLabel('统一社会信用代码')).toHaveValue(code, READING)
  await expect(page.getByLabel('住所')).toHaveValue(address, READING)
  await expect(page.getByText('已按照片填好')).toBeVisible(READING)
  await fillIn(page, '组织信息', [
    ['证照有效期开始', foundedOn],
    ['证照有效期结束', '长期'],
  ])
}

/** Waits until the representative is filled in, and continues. */
async function representativeIsRead(page: Page, { name, idNumber }: Papers['person']) {
  await expect(page.getByLabel('法定代表人姓名')).toHaveValue(name, READING)
  await expect(page.getByLabel('法定代表人证件号码')).toHaveValue(idNumber, READING)
  await expect(page.getByRole('checkbox', { name: '长期' })).toBeChecked(READING)
  await page.getByRole('button', { name: '保存并继续' }).click()
}

async function photographAll(page: Page, slots: readonly Slot[], pictures: Papers['pictures']) {
  for (const [kind, name] of slots) {
    const buffer = pictures[kind] ?? Buffer.alloc(0)
    await upload(page, name, { name: `${kind}.jpg`, mimeType: 'image/jpeg', buffer })
    await expect(page.getByRole('img', { name: `查看大图: ${name}` })).toBeVisible()
  }
}

/** Downloads the letter, photographs both of its pages, and submits. */
async function printSignAndSubmit(page: Page) {
  await downloaded(page, page.getByRole('link', { name: '下载函件（PDF）' }))
  await upload(page, '承诺函', [await drawing('COMMITMENT_LETTER'), await drawing('COMMITMENT_LETTER', 1)])
  await expect(page.getByRole('img', { name: '查看大图: 承诺函' })).toHaveCount(2)
  await page.getByRole('link', { name: '继续', exact: true }).click()
  await submit(page)
}

function expectWithin({ taps, typed }: Effort, most: { taps: number; typed: number }) {
  console.log(`${taps.length} taps and ${typed.length} typed fields:\n${[...taps, ...typed].join('\n')}`)
  expect(taps.length).toBeLessThanOrEqual(most.taps)
  expect(typed.length).toBeLessThanOrEqual(most.typed)
}
