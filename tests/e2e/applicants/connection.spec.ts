import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { cutForms, isUpload, loseLaterScripts } from '../support/connection'
import { flawsOf } from '../support/layout'
import { drawing } from '../support/pictures'
import { personal } from '../support/records'
import { expect, flawsForAxe, portalUrl, test } from '../support/test'

test.use({ viewport: { width: 390, height: 844 } })

const NO_ANSWER = '网络连接中断，没有收到答复。'

async function anIdentityPage() {
  const { actor } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  return { actor, url: `/qualifications/${id}` }
}

test('offline, an application keeps what was typed, says so, and saves it when the connection is back', async ({
  page,
  context,
  signIn,
}) => {
  const { actor, url } = await anIdentityPage()
  await signIn(actor)
  await page.goto(`${url}/identity`)
  await context.setOffline(true)
  await expect(page.getByText('网络已断开。这一页的内容还在')).toBeVisible()
  await page.getByLabel('姓名').fill(personal('诸葛月'))
  await expect(page.getByRole('main').getByRole('alert')).toContainText(NO_ANSWER)
  await expect(page.getByText('没有保存成功')).toBeVisible()
  await expect(page.getByLabel('姓名')).toHaveValue('诸葛月')
  expect(await flawsOf(page)).toEqual([])
  expect(await flawsForAxe(page)).toEqual([])

  await context.setOffline(false)
  await expect(page.getByText('已保存', { exact: true })).toBeVisible()
  await expect(page.getByText('网络已断开')).toHaveCount(0)
  await page.reload()
  await expect(page.getByLabel('姓名')).toHaveValue('诸葛月')
})

test('a form whose answer is lost stays with what was typed, and is sent again by its button', async ({ page }) => {
  await page.goto('/register')
  const restore = await cutForms(page)
  const phone = personal(aPhone().slice(3))
  await page.getByLabel('手机号码').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText(NO_ANSWER)
  await expect(page.getByLabel('手机号码')).toHaveValue(phone)
  await restore()
  await page.getByRole('button', { name: '获取验证码' }).click()
  await expect(page.getByLabel('验证码', { exact: true })).toBeVisible()
})

test('an upload that a proxy refuses says that it failed, and is sent again by its button', async ({
  page,
  signIn,
}) => {
  const { actor, url } = await anIdentityPage()
  await signIn(actor)
  await page.goto(`${url}/documents`)
  await page.route(isUpload, (route) => route.fulfill({ status: 413, body: '<h1>413 Request Entity Too Large</h1>' }))
  const slot = page.locator('#ID_PORTRAIT')
  const picture = await drawing('ID_PORTRAIT')
  await slot.locator('input[type=file]').first().setInputFiles(picture)
  await expect(slot.getByRole('alert')).toHaveText('上传失败，请重新上传。')
  await page.unroute(isUpload)
  await slot.getByRole('button', { name: `重新上传: ${picture.name}` }).click()
  await expect(page.getByRole('img', { name: /^查看大图: 证件人像面/ })).toBeVisible()
})

test('an act whose answer is lost says so, and can be done again', async ({ page, signIn }) => {
  const { actor, url } = await anIdentityPage()
  await signIn(actor)
  await page.goto(url)
  const end = async () => {
    await page.getByRole('button', { name: '不再继续这份申请' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '结束申请' }).click()
  }
  const restore = await cutForms(page)
  await end()
  await expect(page.getByRole('main').getByRole('alert')).toContainText(NO_ANSWER)
  await restore()
  await end()
  await expect(page.getByRole('heading', { name: '申请已撤回' })).toBeVisible()
})

test('offline, a link leads nowhere until the connection is back, and says so', async ({ page, context, signIn }) => {
  const { actor, url } = await anIdentityPage()
  await signIn(actor)
  await page.goto(`${url}/use`)
  await context.setOffline(true)
  await page.getByRole('link', { name: '返回申请' }).click()
  await expect(page.getByText('网络已断开，页面还打不开。')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  await page.getByRole('button', { name: '留在这一页' }).click()
  await expect(page.getByText('网络已断开，页面还打不开。')).toHaveCount(0)
  await page.getByRole('link', { name: '返回申请' }).click()
  await context.setOffline(false)
  await page.getByRole('button', { name: '重试' }).click()
  await expect(page.getByRole('heading', { name: '您的申请' })).toBeVisible()
})

test('offline and back, in English: it says what happened, what was typed stays, and the way on opens the page', async ({
  another,
}) => {
  const { actor, url } = await anIdentityPage()
  const page = await another(actor, { locale: 'en', viewport: { width: 390, height: 844 } })
  await page.goto(`${url}/identity`)
  await page.context().setOffline(true)
  await expect(page.getByText('You are offline. This page keeps what you entered')).toBeVisible()
  const name = page.locator('input[name="person.name"]')
  await name.fill(personal('诸葛月'))
  await expect(page.getByText('Could not save')).toBeVisible()
  const back = page.getByRole('link', { name: 'Back to the application' })
  await back.click()
  await expect(page.getByText('You are offline, so the page can’t open yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Stay on this page' }).click()
  await expect(name).toHaveValue('诸葛月')
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])

  await page.context().setOffline(false)
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await expect(page.getByText('You are offline')).toHaveCount(0)
  await back.click()
  await expect(page.getByRole('heading', { name: 'Your application' })).toBeVisible()
  await page.goto(`${url}/identity`)
  await expect(name).toHaveValue('诸葛月')
})

test('a page of which a part does not arrive says so, and opens by its button', async ({ browser, signIn }) => {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: { ...actor, accountId } })
  const context = await browser.newContext({ baseURL: portalUrl(), viewport: { width: 390, height: 844 } }) // its console reports the failure
  await signIn(actor, context)
  const page = await context.newPage()
  await page.goto(`/qualifications/${id}/letter`)
  const restore = await loseLaterScripts(page)
  await expect(page.getByRole('heading', { name: '网络连接中断' })).toBeVisible()
  await expect(page.getByText('您已保存的内容没有丢失')).toBeVisible()
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
  await restore()
  await page.getByRole('button', { name: '重试' }).click()
  await expect(page.getByRole('heading', { name: '承诺函', level: 1 })).toBeVisible()
  await context.close()
})

test('a page that takes long is announced, then offers a choice, and the words go when it comes', async ({
  page,
  signIn,
}) => {
  const { actor } = await anIdentityPage()
  await signIn(actor)
  await page.goto('/qualifications')
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(
    (url) => url.pathname === '/qualifications/new',
    async (route) => {
      await released
      await route.continue()
    },
  )
  await page.getByRole('link', { name: '新的申请' }).click()
  await expect(page.getByText(/正在打开页面…|网络较慢/)).toBeVisible()
  await expect(page.getByText('网络较慢，页面还在打开。')).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  release()
  await expect(page.getByRole('heading', { name: '新的申请' })).toBeVisible()
  await expect(page.getByText('网络较慢')).toHaveCount(0)
})
