import type { Page } from '@playwright/test'
import { expect, test } from '@/tests/e2e/support/test'
import { agreedToFirstTexts } from '@/tests/factories/consents'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { SIZES, takeAll } from './take-all'

test.use({ ownSystem: 'reading', settings: { READ_DOCUMENTS: '1' } })
test.describe.configure({ timeout: 600_000 })

const NOTE = /同意新文本之前上传的照片不会由系统读取|before you agree to the new ones are not read/

test('a page that says that no picture is read until changed texts are agreed to', async ({ browser }) => {
  const { id: userId, actor, accountId } = await aRegisteredApplicant()
  const { id } = await aDraft({ ...actor, accountId })
  await agreedToFirstTexts({ userId })
  const note = (page: Page) => page.getByText(NOTE).waitFor()
  const url = `/qualifications/${id}/documents`
  expect(await takeAll(browser, SIZES, [{ name: 'documents-consents-changed', url, actor, before: note }])).toEqual([])
})
