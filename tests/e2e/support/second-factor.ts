import type { BrowserContext, Page } from '@playwright/test'
import { codeOf } from '@/tests/factories/factors'
import { expect } from './test'

/** Reads the key as a person does who can't scan it. */
export async function secretOn(page: Page): Promise<string> {
  await page.getByText('不能扫描？手动输入密钥').click()
  return ((await page.locator('[data-secret]').textContent()) ?? '').replaceAll(' ', '')
}

/** Sets up an authenticator app at the first sign-in, and continues. */
export async function setUpApp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await expect(page.getByRole('heading', { name: '设置第二重验证' })).toBeVisible()
  const secret = await secretOn(page)
  // The code of the previous step is used here, so that the present one can be given next.
  await page.getByLabel('应用显示的验证码').fill(await codeOf(secret, -1))
  await page.getByRole('button', { name: '完成设置' }).click()
  const codes = page.getByRole('region', { name: '您的恢复码' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  const shown = await codes.allTextContents()
  await page.getByRole('link', { name: '继续', exact: true }).click()
  return { secret, codes: shown }
}

/** Adds a passkey of the browser's own, which does automatically what a fingerprint reader would do. */
export async function virtualAuthenticator(context: BrowserContext, page: Page) {
  const client = await context.newCDPSession(page)
  await client.send('WebAuthn.enable')
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    /** Sets whether the finger is the right one. */
    recognise: (isUserVerified: boolean) =>
      client.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    count: async () => (await client.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  }
}
