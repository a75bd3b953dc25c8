import { database } from '@/lib/db/client'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aWrittenDraft } from '@/tests/factories/qualifications'
import { flawsOf } from '../support/layout'
import { expect, flawsForAxe, test } from '../support/test'

test.use({
  viewport: { width: 390, height: 844 },
  ownSystem: 'unnamed-operator',
  settings: { OPERATOR_NAME: '', OPERATOR_EMAIL: 'help@zhunxin.example' },
})

const SAID = {
  'zh-CN': '运营者还没有填写自己的法定名称，暂时不能生成函件',
  en: 'The operator hasn’t entered its legal name yet, so no letter can be made',
} as const

for (const locale of ['zh-CN', 'en'] as const) {
  test.describe(locale, () => {
    test.use({ locale })

    test('no letter is made for an operator without a name, and the page says whom to ask', async ({
      page,
      signIn,
    }) => {
      const { actor, accountId } = await aRegisteredApplicant()
      const { id } = await aWrittenDraft({ applicant: { ...actor, accountId } })
      await signIn(actor)
      await page.goto(`/qualifications/${id}/letter`)
      const main = page.getByRole('main')
      await expect(main).toContainText(SAID[locale])
      await expect(main.getByRole('link', { name: /help@zhunxin\.example/ })).toBeVisible()
      expect(await database().letter.count({ where: { qualificationId: id } })).toBe(0)
      expect(await flawsOf(page)).toEqual([])
      expect(await flawsForAxe(page)).toEqual([])
      await expect(page.locator('#COMMITMENT_LETTER')).toHaveCount(0) // there is nothing to sign yet
    })
  })
}
