import type { Page } from '@playwright/test'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { drawing, type photograph } from './pictures'
import { expect } from './test'

/** An answer as it stands on the page: its label, and what is typed, dated or chosen. */
export type Answer = readonly [label: string, value: string]

/** Fills in a page of an application by its labels, and goes on to the next one. */
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

/** Chooses a picture for a slot, and waits until it lies there. */
export async function upload(page: Page, name: string, picture: Awaited<ReturnType<typeof photograph>>) {
  const slot = page.getByRole('group', { name: `上传${name}`, exact: true })
  const chooser = page.waitForEvent('filechooser')
  await slot.getByRole('button', { name: /^(选择照片|选择照片或 PDF|更换)$/ }).click()
  await (await chooser).setFiles(picture)
}

/** Drawn pictures, a slot each. */
export async function uploadAll(page: Page, slots: readonly (readonly [DocumentKind, string])[], seed = 0) {
  for (const [kind, name] of slots) {
    await upload(page, name, await drawing(kind, seed))
    await expect(page.getByRole('img', { name: `查看大图: ${name}` })).toBeVisible()
  }
}

/** From the check page. */
export async function submit(page: Page): Promise<string> {
  await expect(page.getByRole('heading', { name: '核对并提交' })).toBeVisible()
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByRole('heading', { name: '已提交，等待审核' })).toBeVisible()
  return (await page.getByText(/^ZX-\d{8}-[0-9A-Z]{6}$/).textContent()) ?? ''
}
