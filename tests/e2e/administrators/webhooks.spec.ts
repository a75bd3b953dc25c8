import { Webhook } from 'standardwebhooks'
import { aColleague } from '@/tests/factories/people'
import { aWebhookReceiver } from '@/tests/setup/webhook-receiver'
import { expect, test } from '../support/test'

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ viewport: { width: 1440, height: 900 }, javaScriptEnabled })

    test('an endpoint is added, tested, and what it answered is shown', async ({ page, signIn }) => {
      const receiver = await aWebhookReceiver()
      receiver.answerWith(200, '收到')
      await signIn((await aColleague({ roles: ['ADMIN'] })).actor)
      await page.goto('/integrations')
      await page.getByRole('main').getByRole('link', { name: '事件推送' }).click()
      await expect(page.getByRole('heading', { level: 1, name: '事件推送' })).toBeVisible()

      const name = `控制台${Date.now()}`
      await page.getByLabel('名称').fill(name)
      await page.getByLabel('地址', { exact: true }).fill('http://10.0.0.1/hook')
      await page.getByRole('button', { name: '添加地址' }).click()
      await expect(page.getByText('只能推送到公网地址')).toBeVisible()
      await expect(page.getByLabel('名称')).toHaveValue(name)
      await page.getByLabel('地址', { exact: true }).fill(receiver.url)
      await page.getByRole('button', { name: '添加地址' }).click()
      await expect(page.getByText(`推送地址已添加：${name}`)).toBeVisible()
      const secret = await page.getByLabel('签名密钥').inputValue()
      expect(secret).toMatch(/^whsec_/)

      await page.getByRole('link', { name: '查看推送地址' }).click()
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
      await page.getByRole('button', { name: '发送测试事件' }).click()
      await expect(page.getByText('测试事件已排队')).toBeVisible()
      await expect.poll(() => receiver.received.length).toBe(1)
      const [test] = receiver.received
      const headers = test?.headers as Record<string, string>
      expect(new Webhook(secret).verify(test?.body ?? '', headers)).toMatchObject({ type: 'webhook.test' })
      await expect(async () => {
        await page.goto(page.url())
        const delivery = page.getByRole('listitem').filter({ hasText: 'webhook.test' })
        await expect(delivery.getByText('已送达')).toBeVisible({ timeout: 5_000 })
        await delivery.getByText('详情').click()
        await expect(delivery.getByText('状态码 200')).toBeVisible({ timeout: 5_000 })
        await expect(delivery.getByText('收到')).toBeVisible({ timeout: 5_000 })
      }).toPass({ timeout: 60_000 })
      expect(await page.content()).not.toContain(secret)

      await page.getByRole('button', { name: /^重新推送/ }).click()
      await expect(page.getByText('该记录将立即推送')).toBeVisible()
      await expect.poll(() => receiver.received.length).toBe(2)
      expect(receiver.received[1]?.headers['webhook-id']).toBe(headers['webhook-id'])

      await page.getByRole('button', { name: '停用' }).first().click()
      await page.getByRole('dialog').getByRole('button', { name: '停用' }).click()
      await expect(page.getByText('推送地址已停用。')).toBeVisible()
      await page.getByRole('button', { name: '启用', exact: true }).click()
      await expect(page.getByText('推送地址已启用')).toBeVisible()
      await page.getByText('修改推送地址').click()
      await page.getByLabel('地址', { exact: true }).fill('http://10.0.0.1/hook')
      await page.getByRole('button', { name: '保存' }).click()
      await expect(page.getByText('只能推送到公网地址')).toBeVisible()
      await page.getByLabel('地址', { exact: true }).fill(receiver.url)
      await page.getByLabel('名称').fill(`${name}二`)
      await page.getByRole('button', { name: '保存' }).click()
      await expect(page.getByText('推送地址已保存')).toBeVisible()
      await expect(page.getByRole('heading', { level: 1, name: `${name}二` })).toBeVisible()
      await page.getByText('更换签名密钥').click()
      await page.getByRole('button', { name: '生成新密钥' }).click()
      await expect(page.getByText('推送地址的新密钥')).toBeVisible()
      expect(await page.getByLabel('签名密钥').inputValue()).not.toBe(secret)
      await page.getByRole('button', { name: '删除' }).click()
      await page.getByRole('dialog').getByRole('button', { name: '删除推送地址' }).click()
      await expect(page.getByRole('heading', { level: 1, name: '事件推送' })).toBeVisible()
      await expect(page.getByRole('link', { name })).toHaveCount(0)
      await receiver.stop()
    })
  })
}
