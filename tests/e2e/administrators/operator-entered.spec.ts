import type { Page } from '@playwright/test'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { aWrittenDraft } from '@/tests/factories/qualifications'
import { flawsOf } from '../support/layout'
import { photograph } from '../support/pictures'
import { expect, flawsForAxe, test } from '../support/test'

test.use({
  viewport: { width: 1280, height: 800 },
  ownSystem: 'operator-entered',
  settings: { OPERATOR_NAME: '', OPERATOR_PHONE: '', OPERATOR_EMAIL: 'help@zhunxin.example' },
})

const SAY = {
  'zh-CN': {
    slot: '承诺函',
    specimen: '这份函件是样本，写给“样本运营者”',
    state: '函件写给“样本运营者”并标明样本',
    name: '法定名称',
    phone: '电话',
    voids: /\d+ 份已签的函件将失效/,
    save: '保存',
    given: '由环境变量 OPERATOR_EMAIL 设定',
    nameMissing: '请填写法定名称',
    confirm: '请确认这些函件将失效',
    saved: '从现在起，页面和函件使用这些信息',
    receiver: (name: string) => `签好的函件由${name}收存`,
  },
  en: {
    slot: 'Commitment letter',
    specimen: 'This letter is a specimen, addressed to 样本运营者',
    state: 'letters are addressed to 样本运营者 and marked as specimens',
    name: 'Legal name',
    phone: 'Telephone',
    voids: /\d+ signed letters? becomes? void|\d+ signed letters become void/,
    save: 'Save',
    given: 'Set by OPERATOR_EMAIL in the environment',
    nameMissing: 'Enter the legal name',
    confirm: 'Confirm that these letters become void',
    saved: 'Applicants and letters name the operator so from now on',
    receiver: (name: string) => `The signed letter is received and stored by ${name}`,
  },
} as const

const expectSound = async (page: Page) => {
  expect(await flawsOf(page)).toEqual([])
  expect(await flawsForAxe(page)).toEqual([])
}

// The second language finds the name that the first one entered.
test.describe.configure({ mode: 'serial' })

for (const [locale, name] of [
  ['zh-CN', '样本短信服务有限公司'],
  ['en', '改名后的样本短信有限公司'],
] as const) {
  const say = SAY[locale]

  test.describe(locale, () => {
    test.use({ locale })

    test('an administrator enters the name, reads what it makes void, and the letters carry it', async ({
      page,
      signIn,
      another,
    }) => {
      const isFirst = locale === 'zh-CN'
      const { actor, accountId } = await aRegisteredApplicant()
      const { id } = await aWrittenDraft({ applicant: { ...actor, accountId } })
      await signIn(actor)
      await page.goto(`/qualifications/${id}/letter`)
      const main = page.getByRole('main')
      if (isFirst) await expect(main).toContainText(say.specimen)
      await expectSound(page)
      await page
        .locator('#COMMITMENT_LETTER input[type=file]')
        .first()
        .setInputFiles(await photograph('COMMITMENT_LETTER'))
      await expect(page.getByRole('img', { name: say.slot })).toBeVisible()

      const admin = await another((await aColleague({ roles: ['ADMIN'] })).actor, { locale })
      await admin.goto('/operator')
      if (isFirst) await expect(admin.getByRole('main')).toContainText(say.state)
      await expect(admin.getByText(say.given)).toBeVisible()
      await expect(admin.getByRole('checkbox', { name: say.voids })).toBeVisible()
      await expectSound(admin)

      const press = () => admin.getByRole('button', { name: say.save, exact: true }).click()
      await admin.getByLabel(say.name).fill('')
      await press()
      await expect(admin.getByText(say.nameMissing)).toBeVisible()
      await admin.getByLabel(say.name).fill(name)
      await press()
      await expect(admin.getByText(say.confirm)).toBeVisible()
      await expect(admin.getByLabel(say.name)).toHaveValue(name) // nothing typed is lost
      await expectSound(admin)
      await admin.getByRole('checkbox', { name: say.voids }).check()
      await press()
      await expect(admin.getByText(say.saved)).toBeVisible()
      await expect(admin.getByLabel(say.name)).toHaveValue(name)

      await page.reload()
      await expect(main).toContainText(say.receiver(name))
      await expect(main).not.toContainText(say.specimen)
      await page.goto('/')
      await expect(page.getByRole('contentinfo')).toContainText(name)
    })
  })
}
