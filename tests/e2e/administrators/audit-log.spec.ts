import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { verifyProof } from '@/lib/audit-log/verifier/verify.mjs'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { expect, flawsForAxe, test } from '../support/test'

test.use({ viewport: { width: 1440, height: 900 } })

async function taken(page: Page, name: string): Promise<Buffer> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name, exact: true }).first().click()
  return readFileSync(await (await download).path())
}

test('an auditor narrows the log to a person by name and to days, and reads it in words', async ({ page, signIn }) => {
  const { id } = await aSubmitted()
  const { actor } = await aColleague({ name: '纪明' })
  await claimQualification(actor, { qualificationId: id })
  await signIn((await aColleague({ roles: ['AUDITOR'], name: '周岚' })).actor)
  await page.goto('/audit')
  const filters = page.getByRole('form', { name: '筛选审计记录' })
  await filters.getByLabel('操作者').selectOption('纪明')
  await filters.getByLabel('自', { exact: true }).fill('2024-01-01')
  await filters.getByRole('button', { name: '筛选' }).click()
  await expect(page).toHaveURL(new RegExp(`[?&]from=2024-01-01&.*actor=${actor.id}`))
  await expect(page.getByRole('row').filter({ hasText: '领取审核' })).toContainText('第 1 次提交')
  await expect(page.getByRole('row').filter({ hasNotText: '纪明' })).toHaveCount(1) // the headings
  await expect(filters.getByLabel('操作者')).toHaveValue(actor.id)
  expect(await flawsForAxe(page)).toEqual([])

  await filters.getByLabel('至', { exact: true }).fill('2024-01-02')
  await filters.getByRole('button', { name: '筛选' }).click()
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
})

test('an auditor has the log verified, and exports an entry that is verified elsewhere', async ({ page, signIn }) => {
  const { id, reference } = await aSubmitted()
  await signIn((await aColleague({ roles: ['AUDITOR'], name: '周岚' })).actor)
  await page.goto('/audit')
  await page.getByRole('button', { name: '立即核验' }).click()
  await expect(page.getByText('全部核验无误。')).toBeVisible()
  await expect(page.getByText(/由 周岚 发起/)).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  const keys = (await taken(page, '下载公钥')).toString()
  expect((await taken(page, '下载检查点')).toString()).toContain('— ')

  await page.goto(`/audit?subject=${id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${reference} 的全部经过`)
  await expect(page).toHaveTitle(new RegExp(`^${reference} · `))
  const entry = await taken(page, '原文')
  const proof = (await taken(page, '证明')).toString()
  expect(JSON.parse(entry.toString()).subject.id).toBe(id)
  expect(verifyProof(proof, entry, keys)).toMatchObject({ isWell: true })
})
