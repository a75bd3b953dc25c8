import type { Page } from '@playwright/test'
import { aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { personal } from '../support/records'
import { expect, test } from '../support/test'

test.use({ locale: 'en', viewport: { width: 390, height: 844 } })

const SIGNATURE = 'Text'
const SAMPLE = 'Sample'

async function anApplication() {
  const person = await aRegisteredApplicant({ phone: personal(aPhone()) })
  const { id } = await aReadyDraft({ applicant: { ...person.actor, accountId: person.accountId } })
  return { person, url: `/qualifications/${id}` }
}

test('two tabs: what one changed stays when the other, opened earlier, saves something else twice', async ({
  page,
  signIn,
  context,
}) => {
  const { person, url } = await anApplication()
  await signIn(person.actor)
  const early = await context.newPage()
  await early.goto(`${url}/signatures`)
  await expect(early.getByRole('textbox', { name: SIGNATURE })).toHaveValue('小明书屋')
  await page.goto(`${url}/signatures`)
  await page.getByRole('textbox', { name: SIGNATURE }).fill(personal('小明书店'))
  await expect(page.getByRole('main').getByRole('status')).toHaveText('Saved')

  const sample = early.getByRole('textbox', { name: SAMPLE })
  for (const text of ['您订的书到了。', '您订的书到了，请来取。']) {
    await sample.fill(personal(text))
    await expect(early.getByRole('main').getByRole('status')).toHaveText('Saved')
  }
  await page.reload()
  await expect(page.getByRole('textbox', { name: SIGNATURE })).toHaveValue('小明书店')
  await expect(page.getByRole('textbox', { name: SAMPLE })).toHaveValue('您订的书到了，请来取。')
})

test('two tabs of answers: what one changed, and changed back, stays, and no conflict is shown where nothing was typed', async ({
  page,
  signIn,
  context,
}) => {
  const { person, url } = await anApplication()
  await signIn(person.actor)
  const nameOn = (tab: Page) => tab.getByRole('textbox', { name: 'Name', exact: true })
  const dateOn = (tab: Page) => tab.getByLabel('ID valid from')
  const saved = (tab: Page) => expect(tab.getByRole('main').getByRole('status')).toHaveText('Saved')
  const early = await context.newPage()
  for (const tab of [early, page]) {
    await tab.goto(`${url}/identity`)
    await expect(nameOn(tab)).toHaveValue('王小明')
  }
  await nameOn(page).fill(personal('王晓明'))
  await saved(page)

  await dateOn(early).fill('2020-01-02')
  await saved(early)
  await expect(nameOn(early)).toHaveValue('王小明')

  await nameOn(page).fill('王小明')
  await saved(page)
  await dateOn(early).fill('2020-01-03')
  await saved(early)
  await expect(early.getByRole('main').getByRole('alert')).toHaveCount(0)

  await page.reload()
  await expect(nameOn(page)).toHaveValue('王小明')
  await expect(dateOn(page)).toHaveValue('2020-01-03')
})
