import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { verifyProof } from '@/lib/audit/verifier/verify.mjs'
import { aHandedIn } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { expect, flawsForAxe, test } from './support/test'

test.use({ viewport: { width: 1440, height: 900 } })

async function taken(page: Page, name: string): Promise<Buffer> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name, exact: true }).first().click()
  return readFileSync(await (await download).path())
}

test('an auditor has the log verified, and takes out an entry that proves itself elsewhere', async ({
  page,
  signIn,
}) => {
  const { id, reference } = await aHandedIn()
  await signIn((await aColleague({ roles: ['AUDITOR'], name: '周岚' })).actor)
  await page.goto('/audit')
  await page.getByRole('button', { name: '立即核验' }).click()
  await expect(page.getByText('全部核验无误。')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/由 周岚 发起/)).toBeVisible()
  expect(await flawsForAxe(page)).toEqual([])
  const keys = (await taken(page, '下载公钥')).toString()
  expect((await taken(page, '下载检查点')).toString()).toContain('— ')

  await page.goto(`/audit?subject=${id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${reference} 的全部经过`)
  const entry = await taken(page, '原文')
  const proof = (await taken(page, '证明')).toString()
  expect(JSON.parse(entry.toString()).subject.id).toBe(id)
  expect(verifyProof(proof, entry, keys)).toMatchObject({ isWell: true })
})
