import { expect, type Page } from '@playwright/test'

const searchField = (page: Page) =>
  page.getByRole('searchbox', { name: /^(按编号、|Find by reference)/ }).filter({ visible: true })

/** Opens the search by its key, once the page says that it listens for it. */
export async function searchByKey(page: Page, text: string): Promise<void> {
  await expect(searchField(page)).toHaveAttribute('aria-keyshortcuts', '/')
  await page.keyboard.press('/')
  await expect(searchField(page)).toBeFocused()
  await page.keyboard.insertText(text)
  await page.keyboard.press('Enter')
}

/** Finds an application by its reference, as after a telephone call, and claims it. */
export async function open(page: Page, reference: string): Promise<void> {
  await page.goto('/queue')
  const search = searchField(page)
  await search.fill(reference)
  await search.press('Enter')
  await page.waitForURL(/[?&](found|reference)=/) // the queue lists it too, and what is found replaces that list
  await page.getByRole('link', { name: reference }).click()
  await page.getByRole('button', { name: /^(领取这份申请|Claim this application)$/ }).click()
  await expect(page.getByRole('heading', { name: new RegExp(`^(审核|Review) ${reference}$`) })).toBeVisible()
}

const parts = (page: Page) => page.getByRole('navigation', { name: /^(审核项|Parts)$/ })

export const part = (page: Page, name: string) => parts(page).getByRole('button', { name: new RegExp(`^${name}`) })

/** Waits until the picture is there: what was not seen is not accepted. */
export const pictureIsThere = (page: Page) =>
  expect(page.getByText(/^(正在打开图片…|Loading the picture…)$/)).toHaveCount(0)

/**
 * Accepts every part, having looked at each page, by the button that continues with the next part without a verdict.
 */
export async function acceptAll(page: Page): Promise<void> {
  const buttons = parts(page).getByRole('button')
  await expect(buttons.first()).toBeVisible()
  const count = await buttons.count()
  for (let done = 1; done <= count; done += 1) {
    const judged = page.getByText(new RegExp(`(^已判断 |^)${done} / ${count}( judged)?$`))
    const unseen = page.getByText(/^(第 \d+ 页尚未查看|Page \d+ has not been viewed yet)/)
    do {
      await pictureIsThere(page)
      await page.getByRole('button', { name: /^(通过|Accept)/, pressed: false }).click()
      await expect(judged.or(unseen).first()).toBeVisible()
    } while (!(await judged.isVisible()))
  }
}

/** Refuses the present part. */
export async function refuse(
  page: Page,
  { reason, correct, note }: { reason: string; correct?: string; note?: string },
) {
  await page.getByRole('button', { name: /^(不通过|Refuse)/ }).click()
  await page.getByRole('checkbox', { name: new RegExp(`^${reason}`) }).check()
  if (correct) {
    const corrections = page.getByRole('group', { name: /^(需要修改什么|What needs correction)/ })
    await corrections.getByRole('radio', { name: correct }).check()
  }
  if (note) await page.getByRole('textbox', { name: /^(说明|Note)/ }).fill(note)
}

/** Sends the decision that follows from the parts. */
export async function send(page: Page, outcome: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^(提交结论：|Send decision: )${outcome}$`) }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(确认提交|Send decision)$/ })
    .click()
  await expect(page.getByText(/^(审核结论已作出，内容不再显示。|It has been decided\.)/)).toBeVisible()
}
