import type { Locator, Page } from '@playwright/test'
import type { PersonActor } from '@/lib/actor/actor'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { changeElsewhere } from '../support/change-elsewhere'
import { anApplication } from '../support/ended-sessions'
import { flawsOf } from '../support/layout'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'

const storedName = async (actor: PersonActor, id: string) => (await readDraft(actor, id))?.fields['person.name']

/** Types and leaves in one task, so that no save comes in between. */
const typeAnd = (field: Locator, text: string, how: 'reload' | 'back') =>
  field.evaluate(
    (input, { text, how }) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
      input.dispatchEvent(new Event('input', { bubbles: true }))
      setTimeout(() => (how === 'reload' ? location.reload() : history.back()), 0)
    },
    { text, how },
  )

test.use({ viewport: { width: 390, height: 844 } })

const WORDS = {
  'zh-CN': {
    signature: '签名文字',
    sample: '样例',
    name: '姓名',
    from: '证件有效期开始',
    saved: '已保存',
    save: '保存并继续',
    changed: '这一页在别处改过',
    mine: '保留我填写的',
    theirs: '放弃我的修改，查看最新内容',
  },
  en: {
    signature: 'Text',
    sample: 'Sample',
    name: 'Name',
    from: 'ID valid from',
    saved: 'Saved',
    save: 'Save and continue',
    changed: 'This page was changed elsewhere',
    mine: 'Keep what I entered',
    theirs: 'Discard my changes and show the latest',
  },
} as const

for (const locale of ['zh-CN', 'en'] as const) {
  const say = WORDS[locale]
  const nameOn = (tab: Page) => tab.getByRole('textbox', { name: say.name, exact: true })
  const dateOn = (tab: Page) => tab.getByLabel(say.from)
  const saved = (tab: Page) => expect(tab.getByRole('main').getByRole('status')).toHaveText(say.saved)

  test.describe(locale, () => {
    test.use({ locale })

    test('two tabs: what one changed stays when the other, opened earlier, saves something else twice', async ({
      page,
      signIn,
      context,
    }) => {
      const { person, url } = await anApplication()
      await signIn(person.actor)
      const early = await context.newPage()
      await early.goto(`${url}/signatures`)
      await expect(early.getByRole('textbox', { name: say.signature })).toHaveValue('小明书屋')
      await page.goto(`${url}/signatures`)
      await page.getByRole('textbox', { name: say.signature }).fill(personal('小明书店'))
      await saved(page)

      const sample = early.getByRole('textbox', { name: say.sample })
      for (const text of ['您订的书到了。', '您订的书到了，请来取。']) {
        await sample.fill(personal(text))
        await saved(early)
      }
      await page.reload()
      await expect(page.getByRole('textbox', { name: say.signature })).toHaveValue('小明书店')
      await expect(page.getByRole('textbox', { name: say.sample })).toHaveValue('您订的书到了，请来取。')
      await fitsAndIsAccessible(page)
    })

    test('what was typed a moment ago is saved before the page is loaded again, and by going back', async ({
      page,
      signIn,
    }) => {
      const { person, id, url } = await anApplication()
      await signIn(person.actor)
      await page.goto(url)
      await page.locator('a[href$="/identity"]').first().click()
      await nameOn(page).fill('王小绿')
      await saved(page)
      const questions: string[] = []
      page.on('dialog', async (dialog) => {
        questions.push(dialog.type())
        await dialog.dismiss()
      })

      await nameOn(page).click() // browsers ask only those who touched the page
      await typeAnd(nameOn(page), '王小红', 'reload')
      await expect.poll(() => storedName(person.actor, id)).toBe('王小红')
      expect(questions).toEqual(['beforeunload'])
      await expect(nameOn(page)).toHaveValue('王小红')
      await saved(page)

      await typeAnd(nameOn(page), '王小蓝', 'back')
      await expect(page).toHaveURL(new RegExp(`${url}$`))
      await expect.poll(() => storedName(person.actor, id)).toBe('王小蓝')
      expect(questions).toHaveLength(1)
    })

    test('two tabs of answers: what one changed, and changed back, stays, and no conflict is shown where nothing was typed', async ({
      page,
      signIn,
      context,
    }) => {
      const { person, url } = await anApplication()
      await signIn(person.actor)
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

    for (const javaScriptEnabled of [true, false]) {
      test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
        test.use({ javaScriptEnabled })

        test('an answer that both changed is asked about, and the other’s other answer stays', async ({
          page,
          signIn,
        }) => {
          const { person, id, url } = await anApplication()
          await signIn(person.actor)
          await page.goto(`${url}/identity`)
          await expect(nameOn(page)).toHaveValue('王小明')
          const name = personal('王晓明')
          await changeElsewhere(person.actor, id, { 'person.name': name, 'person.idValidFrom': '2020-01-02' })

          const changed = page.getByText(say.changed)
          await nameOn(page).fill(personal('王大明'))
          await page.getByRole('button', { name: say.save }).click()
          await expect(changed).toBeVisible()
          await expect(nameOn(page)).toHaveValue('王大明')
          if (javaScriptEnabled) await fitsAndIsAccessible(page)
          await page.getByRole('button', { name: say.mine }).click()
          await expect(changed).toBeHidden()
          await page.goto(`${url}/identity`)
          await expect(nameOn(page)).toHaveValue('王大明')
          await expect(dateOn(page)).toHaveValue('2020-01-02')
        })

        test('what is typed back after that is asked about again, and wins if one wishes', async ({ page, signIn }) => {
          const { person, id, url } = await anApplication()
          await signIn(person.actor)
          await page.goto(`${url}/identity`)
          await expect(nameOn(page)).toHaveValue('王小明')
          await changeElsewhere(person.actor, id, { 'person.name': personal('王晓明') })
          const changed = page.getByText(say.changed)
          for (const name of [personal('王大明'), '王小明']) {
            await nameOn(page).fill(name)
            await page.getByRole('button', { name: say.save }).click()
            await expect(changed).toBeVisible()
          }
          await page.getByRole('button', { name: say.mine }).click()
          await expect(changed).toBeHidden()
          await page.goto(`${url}/identity`)
          await expect(nameOn(page)).toHaveValue('王小明')
        })

        test('what another changed is shown in place of one’s own, if one wishes', async ({ page, signIn }) => {
          const { person, id, url } = await anApplication()
          await signIn(person.actor)
          await page.goto(`${url}/identity`)
          await expect(nameOn(page)).toHaveValue('王小明')
          await changeElsewhere(person.actor, id, { 'person.name': personal('王晓明') })
          await nameOn(page).fill(personal('王大明'))
          await page.getByRole('button', { name: say.save }).click()
          await page.getByRole('link', { name: say.theirs }).click()
          await expect(nameOn(page)).toHaveValue('王晓明')
        })
      })
    }
  })
}

async function fitsAndIsAccessible(page: Page): Promise<void> {
  expect(await flawsOf(page)).toEqual([])
  expect(await flawsForAxe(page)).toEqual([])
}
