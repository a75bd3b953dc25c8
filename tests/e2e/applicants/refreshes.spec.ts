import type { Page } from '@playwright/test'
import { database } from '@/lib/db/client'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { refuseFile } from '@/lib/qualifications/files/examination/settle-file'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aWaitingFile } from '@/tests/factories/uploads'
import { drawing } from '../support/pictures'
import { expect, test } from '../support/test'

test.use({ viewport: { width: 1440, height: 900 } })

let owner: { id: string; accountId: string }
let qualificationId = ''
let path = ''

test.beforeEach(async ({ signIn }) => {
  const { id, accountId, actor } = await aRegisteredApplicant()
  owner = { id, accountId }
  qualificationId = (await createQualification(actor, { kind: 'INDIVIDUAL' })).id
  path = `/qualifications/${qualificationId}/documents`
  await signIn(actor)
})

const slot = (page: Page) => page.getByRole('group', { name: '上传证件人像面' })
const stored = (page: Page) => page.getByRole('img', { name: /^查看大图: 证件人像面/ })
const waiting = (page: Page) => page.getByRole('list', { name: '正在检查的文件' })
const refusal = (page: Page) => page.getByRole('main').getByRole('alert')

async function upload(page: Page) {
  const chooser = page.waitForEvent('filechooser')
  await slot(page).getByRole('button', { name: '选择照片' }).click()
  await (await chooser).setFiles(await drawing('ID_PORTRAIT'))
}

/** Counts the requests by which the page is refreshed, and holds them until `until` is there. */
async function countRefreshes(page: Page, until?: Promise<void>): Promise<() => number> {
  let count = 0
  await page.route(
    (url) => url.pathname === path && url.searchParams.has('_rsc'),
    async (route) => {
      if (!('next-router-prefetch' in route.request().headers())) {
        count += 1
        await until
      }
      await route.continue()
    },
  )
  return () => count
}

test('a file that is examined at once is one request for its page', async ({ page }) => {
  const refreshes = await countRefreshes(page)
  await page.clock.install()
  await page.goto(path)
  await page.clock.pauseAt(Date.now() + 10_000) // from now on, what may wait for half a second waits
  await upload(page)
  const shown = async () => {
    await page.clock.runFor(1)
    return stored(page).count()
  }
  await expect.poll(shown).toBe(1)
  expect(refreshes()).toBe(1)
})

test('what happens to files while the page is on its way is one more request, and all of it is shown', async ({
  page,
}) => {
  const claimed = await aWaitingFile(owner, qualificationId, 'ID_EMBLEM')
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const refreshes = await countRefreshes(page, released)
  await page.goto(path)
  await expect(waiting(page)).toContainText('照片.jpg')
  await expect.poll(refreshes).toBe(1) // its stream was opened: something may have been missed

  await refuseFile(claimed, 'FILE_BROKEN', {})
  await upload(page)
  await expect(page.getByRole('list', { name: '上传记录' })).toContainText('已上传')
  const { accountId } = owner
  await expect.poll(() => database().storedFile.count({ where: { accountId, state: 'READY' } })).toBe(1)
  expect(refreshes()).toBe(1)

  release()
  await expect(refusal(page)).toHaveText('文件已损坏，无法打开。请重新拍摄或重新选择。')
  await expect(stored(page)).toHaveCount(1)
  await expect.poll(refreshes).toBe(2)
})

test('a file shows on another tab, too, without a reload', async ({ page, context }) => {
  const claimed = await aWaitingFile(owner, qualificationId, 'ID_EMBLEM') // so that both listen
  const other = await context.newPage()
  for (const tab of [page, other]) {
    await tab.goto(path)
    await expect(waiting(tab)).toContainText('照片.jpg')
  }
  await upload(page)
  for (const tab of [page, other]) await expect(stored(tab)).toHaveCount(1)
  await refuseFile(claimed, 'FILE_BROKEN', {})
  for (const tab of [page, other]) await expect(refusal(tab)).toBeVisible()
})
