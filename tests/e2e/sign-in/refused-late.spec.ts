import type { Page } from '@playwright/test'
import type { PersonActor } from '@/lib/actor/actor'
import { anApplication, dialogOf, endSessionsOf, givePasswordTo, signInByPassword } from '../support/ended-sessions'
import { drawing, type Picture } from '../support/pictures'
import { personal } from '../support/records'
import { expect, test } from '../support/test'

/** These requests are sent before somebody signs in again over the page, and are refused after it. */

test.use({ locale: 'en', viewport: { width: 390, height: 844 } })

const saved = (page: Page) => page.getByRole('main').getByRole('status')

/** Holds back the answer to the first request with a text until it is let through. */
async function held(page: Page, url: string, text = '') {
  let isHeld = false
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(url, async (route) => {
    const request = route.request()
    if (isHeld || request.method() !== 'POST' || !(request.postData() ?? '').includes(text)) return route.fallback()
    isHeld = true
    const response = await route.fetch()
    await released
    await route.fulfill({ response })
  })
  return { isThere: () => expect.poll(() => isHeld).toBe(true), release }
}

test('a save that is refused late, after its person signed in again, is sent again and asks nothing', async ({
  page,
  signIn,
}) => {
  const { person, url } = await anApplication()
  await givePasswordTo(person.id)
  await signIn(person.actor)
  await page.goto(`${url}/use`)
  await endSessionsOf(person.id)
  const recipients = page.getByLabel('Recipients')
  await recipients.fill(personal('first words'))
  await expect(dialogOf(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialogOf(page)).toBeHidden()

  const last = personal('second words')
  const save = await held(page, `**${url}/use`, last)
  await recipients.fill(last)
  await save.isThere()
  await page.getByRole('main').getByRole('alert').getByRole('button', { name: 'Sign in' }).click()
  await signInByPassword(page, person.phone)
  await expect(dialogOf(page)).toBeHidden()
  save.release()
  await expect(saved(page)).toHaveText('Saved')
  await expect(dialogOf(page)).toBeHidden()
  await page.reload()
  await expect(recipients).toHaveValue(last)
})

/** Opens the documents of an application, where the first slot has a picture, and ends the session. */
async function aPicture(page: Page, signIn: (actor: PersonActor) => Promise<unknown>) {
  const { person, url } = await anApplication()
  await givePasswordTo(person.id)
  await signIn(person.actor)
  await page.goto(`${url}/documents`)
  await endSessionsOf(person.id)
  const slot = page.getByRole('group', { name: 'Upload ID card, portrait side' })
  return {
    ...{ person, url, stored: page.getByRole('img', { name: 'View larger: ID card, portrait side' }) },
    async replace(picture: Picture) {
      const chooser = page.waitForEvent('filechooser')
      await slot.getByRole('button', { name: 'Replace' }).click()
      await (await chooser).setFiles(picture)
    },
    async remove() {
      await page.getByRole('main').getByRole('button', { name: 'Remove' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    },
  }
}

test('a file that is refused late is sent again and asks nothing', async ({ page, signIn }) => {
  const { person, stored, ...opened } = await aPicture(page, signIn)
  const upload = await held(page, '**/api/tus')
  await opened.replace(await drawing('ID_PORTRAIT', 2))
  await upload.isThere()
  await opened.remove()
  await signInByPassword(page, person.phone)
  await expect(stored).toHaveCount(0)
  upload.release()
  await expect(stored).toHaveCount(1)
  await expect(dialogOf(page)).toBeHidden()
})
