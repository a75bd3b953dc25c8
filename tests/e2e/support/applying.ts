import type { Locator, Page } from '@playwright/test'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { drawing, type Picture } from './pictures'
import { personal } from './records'
import { expect } from './test'

/** Pairs a slot with what the page calls it. */
export type Slot = readonly [kind: DocumentKind, name: string]

/** Describes an answer as the page shows it: its label, and the value that is typed, dated or chosen. */
export type Answer = readonly [label: string, value: string]

/** Fills in a page of an application by its labels, and continues to the next one. */
export async function fillIn(page: Page, title: string, answers: readonly Answer[]): Promise<void> {
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
  for (const [label, value] of answers) await answer(page, label, value)
  await page.getByRole('button', { name: '保存并继续' }).click()
}

async function answer(page: Page, label: string, value: string): Promise<void> {
  const group = page.getByRole('group', { name: label })
  const field = page.getByLabel(label, { exact: true })
  await expect(group.or(field).first()).toBeVisible()
  if ((await field.count()) === 0) {
    const choice = group.getByRole('radio', { name: value }).or(group.getByRole('checkbox', { name: value }))
    return choice.first().check()
  }
  if (value === '长期') return page.getByRole('checkbox', { name: value, exact: true }).check()
  const isList = await field.evaluate((element) => element instanceof HTMLSelectElement)
  if (isList) await field.selectOption(value)
  else await field.fill(value)
}

/** Starts an application with the answers to the first questions, and waits for the page of its documents. */
export async function start(page: Page, who: RegExp, first: readonly Answer[] = []): Promise<void> {
  await page.getByRole('radio', { name: who }).check()
  for (const [label, value] of first) await answer(page, label, value)
  await page.getByRole('button', { name: '开始申请' }).click()
  await expect(page.getByRole('heading', { name: '证件和材料', level: 1 })).toBeVisible()
}

/** Describes a way through an application, in its order. */
export type Walk = {
  slots: readonly Slot[]
  /** Lists the pages with fields: their titles, and what is answered on them. */
  pages: readonly (readonly [title: string, answers: readonly Answer[]])[]
  signature: string
  sample: string
}

/** Walks from the page of the documents to the letter. */
export async function walk(page: Page, { slots, pages, signature, sample }: Walk): Promise<void> {
  await uploadAll(page, slots)
  await page.getByRole('link', { name: '继续', exact: true }).click()
  for (const [title, answers] of pages) await fillIn(page, title, answers)
  await fillInSignature(page, signature, sample)
  await expect(page.getByRole('heading', { name: '承诺函', level: 1 })).toBeVisible()
}

/** Uploads the signed letter, and submits. */
export async function signAndSubmit(page: Page): Promise<string> {
  await uploadAll(page, [['COMMITMENT_LETTER', '承诺函']])
  await page.getByRole('link', { name: '继续', exact: true }).click()
  return submit(page)
}

/** Lists what an enterprise with another administrator answers first. */
export const ENTERPRISE_FIRST = [
  ['组织类型', '企业'],
  ['管理员', '另一个人'],
  ['管理员证件类型', '护照'],
  ['为谁发送', '自用'],
] as const satisfies readonly Answer[]

type Enterprise = { name: string; address: string; representative: string; administrator: string; recipients: string }

/** Returns what such an enterprise answers after its documents. */
export const enterprisePages = (given: Enterprise): Walk['pages'] => [
  [
    '组织信息',
    [
      ['企业名称', personal(given.name)],
      ['统一社会信用代码', personal('91110105MA00EXAM1E')],
      ['证照有效期开始', '2018-05-04'],
      ['证照有效期结束', '长期'],
      ['住所', personal(given.address)],
    ],
  ],
  [
    '法定代表人',
    [
      ['法定代表人姓名', personal(given.representative)],
      ['法定代表人证件号码', personal('11010519491231002X')],
      ['法定代表人证件有效期开始', '2016-03-01'],
      ['法定代表人证件有效期结束', '长期'],
    ],
  ],
  [
    '短信业务管理员',
    [
      ['管理员姓名', personal(given.administrator)],
      ['管理员证件号码', personal('E12345678')],
      ['管理员出生日期', '1990-01-01'],
      ['管理员证件有效期开始', '2020-01-01'],
      ['管理员证件有效期结束', '2039-12-31'],
    ],
  ],
  [
    '短信用途',
    [
      ['发送哪类短信', '验证码'],
      ['发给谁', personal(given.recipients)],
      ['预计每月发送量', '10,001 至 100,000 条'],
    ],
  ],
]

/** Lists the slots of such an enterprise: a passport has one page. */
export const ENTERPRISE_SLOTS = [
  ['LICENCE', '营业执照'],
  ['LEGAL_REP_ID_PORTRAIT', '法定代表人身份证人像面'],
  ['LEGAL_REP_ID_EMBLEM', '法定代表人身份证国徽面'],
  ['ADMIN_ID_PORTRAIT', '管理员护照资料页'],
  ['ADMIN_ID_IN_HAND', '管理员手持证件正面照'],
] as const satisfies readonly Slot[]

/** Lists the slots of an individual with an identity card. */
export const INDIVIDUAL_SLOTS = [
  ['ID_PORTRAIT', '身份证人像面'],
  ['ID_EMBLEM', '身份证国徽面'],
  ['ID_IN_HAND', '手持证件正面照'],
] as const satisfies readonly Slot[]

/** Returns what a person answers who sends few messages. */
export const ownUse = (recipients: string): Walk['pages'][number] => [
  '短信用途',
  [
    ['发送哪类短信', '通知'],
    ['发给谁', personal(recipients)],
    ['预计每月发送量', '1,000 条以内'],
  ],
]

/** Fills in one sender signature and one sample, and continues. */
export async function fillInSignature(page: Page, text: string, sample: string): Promise<void> {
  await expect(page.getByRole('heading', { name: '短信签名和样例', level: 1 })).toBeVisible()
  await page.getByRole('textbox', { name: '签名文字' }).fill(personal(text))
  await page.getByRole('textbox', { name: '样例' }).fill(personal(sample))
  await page.getByRole('button', { name: '保存并继续' }).click()
}

/** Goes to a slot: a phone shows one at a time, from the first that is missing. */
export async function goToSlot(page: Page, slot: Locator): Promise<void> {
  const next = page.getByRole('button', { name: '下一份' })
  await expect(slot.or(next).filter({ visible: true }).first()).toBeVisible()
  while (!(await slot.isVisible())) await next.click()
}

/** Chooses a picture for a slot, or several at once. */
export async function upload(page: Page, name: string, chosen: Picture | Picture[]) {
  const slot = page.getByRole('group', { name: `上传${name}`, exact: true })
  await goToSlot(page, slot)
  const chooser = page.waitForEvent('filechooser')
  await slot.getByRole('button', { name: /^(选择照片|选择照片或 PDF|更换)$/ }).click()
  await (await chooser).setFiles(chosen)
}

/** Uploads drawn pictures, one for each slot. */
export async function uploadAll(page: Page, slots: readonly Slot[], seed = 0) {
  for (const [kind, name] of slots) {
    await upload(page, name, await drawing(kind, seed))
    await expect(page.getByRole('img', { name: `查看大图: ${name}` })).toBeVisible()
  }
}

/** Submits from the check page. */
export async function submit(page: Page): Promise<string> {
  await expect(page.getByRole('heading', { name: '核对并提交' })).toBeVisible()
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByRole('heading', { name: '已提交，等待审核' })).toBeVisible()
  return (await page.getByText(/^ZX-\d{8}-[0-9A-Z]{6}$/).textContent()) ?? ''
}
