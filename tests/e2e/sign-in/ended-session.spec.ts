import type { Locator, Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { anIncompleteSession, codeOf, withTotp } from '@/tests/factories/factors'
import { aSubmitted, decide } from '@/tests/factories/journey'
import { aColleague, aPhone, aRegisteredApplicant, aSession, PASSWORD } from '@/tests/factories/people'
import { anApplication, dialogOf, endSessionsOf, givePasswordTo, signInByPassword } from '../support/ended-sessions'
import { flawsOf } from '../support/layout'
import { codeFor } from '../support/outbox'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'
import { acceptAll, part, refuse } from '../support/workbench'

test.use({ locale: 'en', viewport: { width: 390, height: 844 } })

const OTHER = 'This page was opened by someone else'

const saved = (page: Page) => page.getByRole('main').getByRole('status')

/** Fills a field and presses the button at once: before the form saves itself. */
async function typeAndPress(field: Locator, text: string, button: Locator) {
  const pressed = await button.elementHandle()
  await field.evaluate(
    (typed, press) => typed.addEventListener('input', () => setTimeout(() => press?.click()), { once: true }),
    pressed as unknown as HTMLElement | null,
  )
  await field.fill(text)
}

/** Holds the words of the page and its dialog, in each language. */
const WORDS = {
  'zh-CN': {
    text: '签名文字',
    save: '保存并继续',
    ended: '登录已结束',
    signIn: '登录',
    number: '手机号码',
    send: '获取验证码',
    code: '验证码',
    ending: '证件号码的最后六位',
    enter: '确认并登录',
  },
  en: {
    text: 'Text',
    save: 'Save and continue',
    ended: 'Your session has expired',
    signIn: 'Sign in',
    number: 'Mobile number',
    send: 'Send code',
    code: 'Code',
    ending: 'Last six characters of the ID number',
    enter: 'Confirm and sign in',
  },
} as const

for (const locale of ['zh-CN', 'en'] as const) {
  const say = WORDS[locale]

  test.describe(locale, () => {
    test.use({ locale })

    test('an applicant whose session has ended signs in by code over the page, and it is saved', async ({
      page,
      signIn,
    }) => {
      const { person, url } = await anApplication()
      await signIn(person.actor)
      await page.goto(`${url}/signatures`)
      await endSessionsOf(person.id)
      const text = page.getByRole('textbox', { name: say.text })
      const button = page.getByRole('button', { name: say.save })
      await typeAndPress(text, personal('小明书店'), button)

      const dialog = dialogOf(page)
      const phone = dialog.getByLabel(say.number)
      await test.step('the dialog is in view, has the focus, and can be put off', async () => {
        await expect(phone).toBeFocused()
        await expect(phone).toBeInViewport()
        expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
        await page.keyboard.press('Escape')
        await expect(dialog).toBeHidden()
        const alert = page.getByRole('main').getByRole('alert')
        await expect(alert).toContainText(say.ended)
        await expect(alert).toBeInViewport()
        await expect(text).toHaveValue('小明书店')
        const opens = alert.getByRole('button', { name: say.signIn })
        await opens.press('Enter')
        await expect(phone).toBeFocused()
        await page.keyboard.press('Escape')
        await expect(opens).toBeFocused()
        await button.click()
      })

      await test.step('a code, and on a browser that is new the ending of the ID number', async () => {
        await phone.fill(person.phone.slice(3))
        await dialog.getByRole('button', { name: say.send }).click()
        await dialog.getByLabel(say.code, { exact: true }).fill(await codeFor(page, person.phone))
        await dialog.getByLabel(say.ending).fill('31002X')
        expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
        await dialog.getByRole('button', { name: say.enter }).click()
      })

      await expect(page).not.toHaveURL(/signatures/) // it was saved, and continues as the button says
      await page.goto(`${url}/signatures`)
      await expect(text).toHaveValue('小明书店')
    })
  })
}

test('a form that saves itself asks once, and a password is enough', async ({ page, signIn }) => {
  const { person, url } = await anApplication()
  await givePasswordTo(person.id)
  await signIn(person.actor)
  await page.goto(`${url}/use`)
  await endSessionsOf(person.id)
  const recipients = page.getByLabel('Recipients')
  await recipients.fill(personal('customers of my bookshop'))
  await expect(dialogOf(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await recipients.fill(personal('customers of my bookshop in Suzhou'))
  await expect(saved(page)).toHaveText(/^Not saved/)
  await expect(dialogOf(page)).toBeHidden()

  await page.getByRole('main').getByRole('alert').getByRole('button', { name: 'Sign in' }).click()
  await signInByPassword(page, person.phone)
  await expect(saved(page)).toHaveText('Saved')
  await expect(dialogOf(page)).toBeHidden()
  await page.reload()
  await expect(recipients).toHaveValue('customers of my bookshop in Suzhou')
})

test('what an ended session refused is not left without a question: by a reload, by a link', async ({
  page,
  signIn,
}) => {
  const { person, url } = await anApplication()
  await givePasswordTo(person.id)
  await signIn(person.actor)
  await page.goto(`${url}/use`)
  await endSessionsOf(person.id)
  const recipients = page.getByLabel('Recipients')
  await recipients.clear()
  await recipients.pressSequentially(personal('customers of my bookshop')) // browsers ask only after keys or clicks
  await expect(dialogOf(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Your session has expired')

  const leaving: (() => Promise<unknown>)[] = [
    () => page.evaluate(() => window.location.reload()),
    () => page.getByRole('link', { name: 'Back to the application' }).click(),
  ]
  for (const leave of leaving) {
    const asked = page.waitForEvent('dialog')
    const left = leave()
    const question = await asked
    expect(question.type()).toBe('beforeunload')
    await question.dismiss()
    await left
    await expect(page).toHaveURL(/use$/)
    await expect(recipients).toHaveValue('customers of my bookshop')
  }

  await page.getByRole('main').getByRole('alert').getByRole('button', { name: 'Sign in' }).click()
  await signInByPassword(page, person.phone)
  await expect(saved(page)).toHaveText('Saved')
  await expect(page.getByText(/Opening the page|page is still opening/)).toHaveCount(0) // nobody waits for one
  await page.reload() // what is saved is left without a question
  await expect(recipients).toHaveValue('customers of my bookshop')
})

test('what was typed is never sent under the name of another person', async ({ page, signIn, context }) => {
  const { person, url } = await anApplication()
  const other = await aRegisteredApplicant({ phone: personal(aPhone()) })
  // A member of the same account may write to the same application.
  await database().membership.create({ data: { accountId: person.accountId, userId: other.id } })
  await givePasswordTo(person.id)
  await givePasswordTo(other.id)
  await signIn(person.actor)
  await page.goto(`${url}/use`)
  await endSessionsOf(person.id)
  await endSessionsOf(other.id)
  await page.getByLabel('Recipients').fill(personal('what one person typed'))
  await signInByPassword(page, other.phone)
  const dialog = dialogOf(page)
  await expect(dialog.getByRole('alert')).toContainText(OTHER)
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
  const live = await database().session.count({ where: { userId: other.id, endedAt: null } })
  expect(live).toBe(0)
  const leaves = dialog.getByRole('link', { name: 'Leave this page and sign in as yourself' })
  await expect(leaves).toHaveAttribute('href', '/sign-in')

  await test.step('not either when the other signed in in another tab', async () => {
    await signIn(await aSession(other.id, 'APPLICANT'))
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect(dialog.getByRole('alert').first()).toContainText(OTHER)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Save and continue' }).click()
    await expect(dialog).toBeVisible()
    const tab = await context.newPage()
    await tab.goto(`${url}/use`)
    await expect(tab.getByLabel('Recipients')).toHaveValue('本店的顾客')
    await tab.close()
  })

  await signInByPassword(page, person.phone)
  await expect(page).not.toHaveURL(/use$/)
  await page.goto(`${url}/use`)
  await expect(page.getByLabel('Recipients')).toHaveValue('what one person typed')
})

test('a person who signed in on the whole sign-in page returns, and the page continues', async ({
  page,
  signIn,
  context,
}) => {
  const { person, url } = await anApplication()
  await givePasswordTo(person.id)
  await signIn(person.actor)
  await page.goto(`${url}/use`)
  await endSessionsOf(person.id)
  await page.getByLabel('Recipients').fill(personal('customers of my bookshop'))
  const opened = context.waitForEvent('page')
  await dialogOf(page).getByRole('link', { name: 'Sign-in page (new tab)' }).click()
  const tab = await opened
  await tab.getByRole('link', { name: 'Sign in with a password' }).click()
  await expect(tab.getByRole('heading', { name: 'Sign in with a password' })).toBeVisible()
  await tab.getByLabel('Mobile number').fill(person.phone.slice(3))
  await tab.getByLabel('Password').fill(PASSWORD)
  await tab.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(tab.getByRole('heading', { name: 'My qualifications' })).toBeVisible()
  await tab.close()

  await page.bringToFront()
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect(saved(page)).toHaveText('Saved')
  await expect(dialogOf(page)).toBeHidden()
})

/** Makes a member of staff with a password and an authenticator app. */
async function someone(roles: StaffRole[]) {
  const person = await aColleague({ roles })
  const { secret, actor } = await withTotp(await anIncompleteSession(person.id))
  return { ...person, email: personal(person.email), secret, actor }
}

async function signInAsStaff(page: Page, { email, secret }: { email: string; secret: string }) {
  const dialog = dialogOf(page)
  await dialog.getByLabel('E-mail address').fill(email)
  await dialog.getByLabel('Password').fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
  const code = dialog.getByLabel('Code from your authenticator app')
  await expect(code).toBeFocused()
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
  await code.fill(await codeOf(secret))
  await dialog.getByRole('button', { name: 'Continue', exact: true }).click()
}

test.describe('staff', () => {
  test.use({ viewport: { width: 1440, height: 900 } })

  test('a reviewer with a note in the workbench gives password and code, and the decision is sent', async ({
    page,
    signIn,
  }) => {
    const { id } = await aSubmitted()
    const reviewer = await someone(['REVIEWER'])
    await claimQualification(reviewer.actor, { qualificationId: id })
    await signIn(reviewer.actor)
    await page.goto(`/queue/${id}`)
    await acceptAll(page)
    await part(page, 'ID card, portrait side').click()
    await refuse(page, { reason: 'Blurred', note: personal('the second character can’t be read') })
    await page.getByRole('button', { name: /^Send decision: / }).click()
    await endSessionsOf(reviewer.id)
    await page.getByRole('dialog').getByRole('button', { name: 'Send decision' }).click()
    await signInAsStaff(page, reviewer)
    await expect(page.getByText(/^It has been decided\./)).toBeVisible()
    const { status } = await database().qualification.findUniqueOrThrow({ where: { id } })
    expect(status).toBe('CHANGES_REQUESTED')
  })

  test('a form of a case is sent again once its author signed in', async ({ page, signIn }) => {
    const { id } = await aSubmitted()
    const administrator = await someone(['ADMIN'])
    await signIn(administrator.actor)
    await page.goto(`/cases/${id}`)
    const hold = page.getByRole('form', { name: 'Place legal hold' })
    await page.getByText('Place a legal hold…').click()
    await hold.getByLabel('Reason').selectOption({ label: 'Internal investigation' })
    await hold.getByLabel('Note').fill(personal('asked for by the court'))
    await endSessionsOf(administrator.id)
    await hold.getByRole('button', { name: 'Place legal hold' }).click()
    await signInAsStaff(page, administrator)
    await expect(hold).toBeHidden()
    await expect(page.getByText('asked for by the court')).toBeVisible()
  })

  test('an act in a dialog of a case is sent again, under nobody else’s name, and survives a lost connection', async ({
    page,
    signIn,
  }) => {
    const { id } = await aSubmitted()
    await decide((await aColleague()).actor, id)
    const [administrator, other] = [await someone(['ADMIN']), await someone(['ADMIN'])]
    await signIn(administrator.actor)
    await page.goto(`/cases/${id}`)
    await page.getByRole('button', { name: 'Suspend…' }).click()
    const act = page.getByRole('dialog', { name: 'Suspend this qualification?' })
    await act.getByLabel('Reason').selectOption({ label: 'Complaints' })
    const note = act.getByRole('textbox', { name: 'Note' })
    await note.fill(personal('complaints of the ninth of June'))
    const send = act.getByRole('button', { name: 'Suspend', exact: true })
    const status = async () => (await database().qualification.findUniqueOrThrow({ where: { id } })).status

    await test.step('a lost connection leaves the dialog as it is', async () => {
      const isForm = (url: URL) => !url.pathname.startsWith('/_next/')
      await page.route(isForm, (route) =>
        route.request().method() === 'POST' ? route.abort('connectionreset') : route.fallback(),
      )
      await send.click()
      await expect(act.getByRole('alert')).toContainText('The connection was lost')
      await expect(note).toHaveValue('complaints of the ninth of June')
      await page.unroute(isForm)
    })

    await test.step('an administrator who signed in in another tab does not send it', async () => {
      await signIn(other.actor)
      await send.click()
      await expect(dialogOf(page)).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(act.getByRole('alert')).toContainText(OTHER)
      expect(await status()).toBe('APPROVED')
    })

    await endSessionsOf(other.id)
    await endSessionsOf(administrator.id)
    await send.click()
    await signInAsStaff(page, administrator)
    await expect(act).toBeHidden()
    expect(await status()).toBe('SUSPENDED')
  })
})
