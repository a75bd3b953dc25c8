import type { Locator, Page } from '@playwright/test'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { endedAgo } from '@/tests/factories/endings'
import { aSubmitted, submit } from '@/tests/factories/journey'
import { aLetterLink, anOpenedLink } from '@/tests/factories/letter-links'
import { aColleague, aPhone, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { aBoundPhone, aDraftOfSomebody, aPhoneLink } from '@/tests/factories/phones'
import { aFiledOne, requestMaterialFor } from '@/tests/factories/supplements'
import { aWaitingFile } from '@/tests/factories/uploads'
import { anApplication, endSessionsOf } from '../support/ended-sessions'
import { languagesOf } from '../support/languages'
import { flawsOf } from '../support/layout'
import { codeFor } from '../support/outbox'
import { asPhone } from '../support/phone-screens'
import { type Picture, photograph, tinyPicture } from '../support/pictures'
import { personal } from '../support/records'
import { expect, test } from '../support/test'

test.use({ javaScriptEnabled: false })

/** Opens a page, and lists its buttons that neither send a form nor open what the browser itself opens. */
async function deadButtonsOf(page: Page, path: string): Promise<string[]> {
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const buttons = await page.locator('button:not([type=submit], [popovertarget]):visible').allTextContents()
  return buttons.map((text) => `${path}: ${text}`)
}

const WORDS = {
  'zh-CN': {
    number: '手机号码',
    send: '获取验证码',
    code: '验证码',
    wrong: '验证码不正确',
    go: '继续',
    last: '最后一步：阅读并同意',
    agree: '同意并完成注册',
    inside: '我的资质',
    recipients: '发给谁',
    save: '保存并继续',
    ending: '证件号码的最后六位',
    enter: '确认并登录',
  },
  en: {
    number: 'Mobile number',
    send: 'Send code',
    code: 'Code',
    wrong: 'That code is incorrect',
    go: 'Continue',
    last: 'Last step: read and agree',
    agree: 'Agree and finish',
    inside: 'My qualifications',
    recipients: 'Recipients',
    save: 'Save and continue',
    ending: 'Last six characters of the ID number',
    enter: 'Confirm and sign in',
  },
} as const

for (const locale of languagesOf(0)) {
  const say = WORDS[locale]

  test.describe(locale, () => {
    test.use({ locale, viewport: { width: 390, height: 844 } })

    test('registering continues after a reload, and from the consents after a way back', async ({ page }) => {
      const phone = personal(aPhone().slice(3))
      await page.goto('/register')
      await page.getByLabel(say.number).fill(phone)
      await page.getByRole('button', { name: say.send }).click()
      const code = page.getByLabel(say.code, { exact: true })
      await expect(code).toBeVisible()
      await page.reload()
      await expect(code).toBeVisible()
      await page.goto('/register')
      await code.fill('000000')
      await page.getByRole('button', { name: say.go }).click()
      await expect(page.getByRole('main').getByRole('alert')).toContainText(say.wrong)
      await code.fill(await codeFor(page, phone))
      await page.getByRole('button', { name: say.go }).click()

      const last = page.getByRole('heading', { name: say.last })
      await expect(last).toBeVisible()
      await page.reload()
      await expect(last).toBeVisible()
      await page.goto('/')
      await page.goBack()
      await expect(last).toBeVisible()
      expect(await flawsOf(page)).toEqual([])
      for (const consent of await page.getByRole('checkbox').all()) await consent.check()
      await page.getByRole('button', { name: say.agree }).click()
      await expect(page.getByRole('heading', { name: say.inside })).toBeVisible()
    })
  })
}

for (const locale of languagesOf(1)) {
  const say = WORDS[locale]

  test.describe(locale, () => {
    test.use({ locale, viewport: { width: 390, height: 844 } })

    test('a save with an ended session leads to the sign-in page, and from there back', async ({ page, signIn }) => {
      const { person, url } = await anApplication()
      await signIn(person.actor)
      await page.goto(`${url}/use`)
      await endSessionsOf(person.id)
      await page.getByLabel(say.recipients).fill(personal('在慕容书店订过书的街坊'))
      await page.getByRole('button', { name: say.save }).click()
      await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(`${url}/use`)}`)

      await page.getByLabel(say.number).fill(person.phone.slice(3))
      await page.getByRole('button', { name: say.send }).click()
      await page.getByLabel(say.code, { exact: true }).fill(await codeFor(page, person.phone))
      await page.getByRole('button', { name: say.go }).click()
      await page.getByLabel(say.ending).fill('31002X')
      await page.getByRole('button', { name: say.enter }).click()
      await expect(page).toHaveURL(`${url}/use`)
      await expect(page.getByLabel(say.recipients)).toHaveValue('本店的顾客')
    })
  })
}

test('an application is filled in and saved without scripts', async ({ page, signIn }) => {
  const { actor } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  await signIn(actor)
  await page.goto(`/qualifications/${id}/identity`)
  await page.getByLabel('姓名').fill(personal('慕容白'))
  await page.getByLabel('证件号码').fill('123')
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  await expect(page.getByLabel('姓名')).toHaveValue('慕容白')
  await page.getByRole('button', { name: '保存，稍后再填' }).click()
  await expect(page.getByRole('heading', { name: '您的申请' })).toBeVisible()

  await page.goto(`/qualifications/${id}/signatures`)
  await page.getByRole('textbox', { name: '签名文字' }).fill(personal('慕容书店'))
  await page.getByRole('button', { name: '再加一个签名' }).click()
  await expect(page.getByRole('textbox', { name: '签名文字' })).toHaveCount(2)
  await expect(page.getByRole('textbox', { name: '签名文字' }).first()).toHaveValue('慕容书店')
})

test('a document is sent whole by a form, and a refusal is shown, without scripts', async ({ page, signIn }) => {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  await signIn(actor)
  await page.goto(`/qualifications/${id}/documents`)
  const send = async (picture: Picture) => {
    await page.locator('#ID_PORTRAIT').locator('input[name=file]').setInputFiles(picture)
    await page.locator('#ID_PORTRAIT').getByRole('button', { name: '上传', exact: true }).click()
  }
  const result = async (locator: Locator) =>
    expect(async () => {
      await page.reload()
      await expect(locator).toBeVisible({ timeout: 1_000 })
    }).toPass()
  await send({ name: 'a.txt', mimeType: 'image/jpeg', buffer: Buffer.from('text') })
  await expect(page.locator('#ID_PORTRAIT').getByText(/^这里不支持这种文件/)).toBeVisible()
  await expect(page).toHaveURL(/documents\?.*refused=FILE_WRONG_KIND.*#ID_PORTRAIT$/)
  await send(await tinyPicture())
  await expect(page).toHaveURL(/documents#ID_PORTRAIT$/)
  await result(page.locator('#ID_PORTRAIT').getByText(/^图片太小：短边/))
  await send(await photograph('ID_PORTRAIT'))
  await result(page.getByRole('img', { name: /^查看大图: 证件人像面/ }))
  await expect(page.locator('#ID_PORTRAIT').getByText(/^图片太小：短边/)).toHaveCount(0)
  await aWaitingFile({ id: actor.id, accountId }, id, 'ID_EMBLEM')
  await page.reload()
  await expect(page.locator('#ID_EMBLEM').getByText('照片.jpg')).toBeVisible()
  await expect(page.locator('#ID_EMBLEM').getByRole('link', { name: '重新载入此页查看结果' })).toBeVisible()

  await endSessionsOf(actor.id)
  await send(await photograph('ID_PORTRAIT'))
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await signIn(await aSession(actor.id, 'APPLICANT'))
  await page.goto(new URL(page.url()).searchParams.get('next') ?? '')
  await expect(page.locator('#ID_PORTRAIT').getByText('上传失败，请重新上传。')).toBeVisible()
})

test('an applicant’s page has no button that only a script would answer', async ({ page, signIn }) => {
  const { actor } = await aRegisteredApplicant()
  const { id: organisation } = await createQualification(actor, { kind: 'ORGANISATION' })
  const [ready, waiting, filed] = [await anApplication(), await anApplication(), await aFiledOne()]
  await submit(waiting.person.actor, waiting.id)
  await requestMaterialFor(filed)
  const ofOrganisation = ['', '/who', '/organisation', '/legal-representative', '/administrator', '/use', '/signatures']
  const places = [
    {
      person: actor,
      under: '',
      paths: [
        '/qualifications',
        '/qualifications/new',
        '/account',
        '/account/sign-in',
        '/account/sessions',
        '/my-data',
      ],
    },
    {
      person: actor,
      under: `/qualifications/${organisation}`,
      paths: [...ofOrganisation, '/documents', '/letter', '/check'],
    },
    { person: ready.person.actor, under: ready.url, paths: ['', '/identity', '/documents', '/letter', '/check'] },
    { person: waiting.person.actor, under: waiting.url, paths: [''] },
    { person: filed.applicant.actor, under: `/qualifications/${filed.id}`, paths: ['', '/submitted/1'] },
  ]
  const dead: string[] = []
  for (const { person, under, paths } of places) {
    await signIn(person)
    for (const path of paths) dead.push(...(await deadButtonsOf(page, under + path)))
  }
  expect(dead).toEqual([])
})

test('nor has a page of somebody who is not signed in, of a phone, or of whom a letter was forwarded to', async ({
  page,
}) => {
  const paths = ['/', '/prepare', '/prepare/letter', '/register', '/sign-in', '/sign-in/password', '/recover']
  const dead: string[] = []
  for (const path of [...paths, '/signed-out', '/forwarded', '/phone']) dead.push(...(await deadButtonsOf(page, path)))

  const { applicant, qualificationId } = await aDraftOfSomebody()
  const phone = await aPhoneLink(applicant, qualificationId)
  dead.push(...(await deadButtonsOf(page, `/phone/${phone.token}`)))
  const letter = await anApplication()
  const link = await aLetterLink(letter.person.actor, letter.id)
  dead.push(...(await deadButtonsOf(page, `/forwarded/${link.token}`)))

  const { secret: bound } = await aBoundPhone(applicant, qualificationId)
  await asPhone(bound)(page)
  dead.push(...(await deadButtonsOf(page, '/phone')))
  const opened = await anOpenedLink(letter.person.actor, letter.id)
  await asPhone(opened.secret, '/forwarded')(page)
  dead.push(...(await deadButtonsOf(page, '/forwarded')))
  expect(dead).toEqual([])
})

test('a lead marks an application urgent, and no longer, without scripts', async ({ page, signIn }) => {
  const { id, reference } = await aSubmitted()
  await signIn((await aColleague({ roles: ['LEAD'] })).actor)
  const row = page.getByRole('row', { name: reference })
  await page.goto(`/queue?reference=${reference}`)
  await row.getByRole('button', { name: `加急：${reference}` }).click()
  await expect(row.getByText('加急', { exact: true })).toBeVisible()
  await endedAgo(id, 'WITHDRAWN', 0)
  await row.getByRole('button', { name: `取消加急：${reference}` }).click()
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible() // above the table: only a script puts it into the row
})

test('an organisation gets the questions that its answers raise, without scripts', async ({ page, signIn }) => {
  const { actor } = await aRegisteredApplicant()
  await signIn(actor)
  await page.goto('/qualifications/new')
  await page.getByRole('radio', { name: /国外登记/ }).check()
  await page.getByRole('button', { name: '开始申请' }).click()
  await expect(page.getByText('在中国内地以外登记的组织，暂不能申请')).toBeVisible()
  await page.getByRole('radio', { name: /^组织/ }).check()
  await page.getByRole('button', { name: '开始申请' }).click()

  await page.getByLabel('组织类型').selectOption('基金会')
  await page.getByRole('radio', { name: '另一个人' }).check()
  await expect(page.getByLabel('管理员证件类型')).toBeHidden()
  await page.getByRole('button', { name: '保存并继续' }).click()
  await expect(page.getByRole('main')).toContainText('基金会法人登记证书') // there is no other
  await page.getByLabel('法定代表人证件类型').selectOption('居民身份证')
  await page.getByLabel('管理员证件类型').selectOption('护照')
  await page.getByRole('radio', { name: '自用' }).check()
  await page.getByRole('button', { name: '保存并继续' }).click()

  await expect(page.getByRole('heading', { name: '证件和材料', level: 1 })).toBeVisible()
  for (const kind of ['LICENCE', 'LEGAL_REP_ID_EMBLEM', 'ADMIN_ID_PORTRAIT', 'ADMIN_ID_IN_HAND']) {
    await expect(page.locator(`#${kind} input[name=file]`)).toBeVisible() // all of them, one below the other
  }
  await expect(page.locator('#ADMIN_ID_EMBLEM')).toHaveCount(0)
  await page.getByRole('link', { name: '继续', exact: true }).click()
  await expect(page.getByLabel('基金会名称')).toBeVisible()
  await expect(page.getByLabel('统一社会信用代码')).toBeVisible()
  await expect(page.getByLabel('组织机构代码')).toBeHidden()
  await page.goto(page.url().replace('/organisation', '/administrator'))
  await expect(page.getByLabel('管理员姓名')).toBeVisible()
})
