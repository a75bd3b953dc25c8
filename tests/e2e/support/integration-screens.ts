import type { PersonActor } from '@/lib/actor/actor'
import { DAY, dateIn } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { revokeApiKey } from '@/lib/integrations/revoke-api-key'
import { anApiKey } from '@/tests/factories/api-keys'
import { renewFactors } from '@/tests/factories/assurance'
import { aReturnAddress } from '@/tests/factories/handovers'
import { aRegisteredApplicant } from '@/tests/factories/people'
import type { Screen } from './screen'

/** Counts requests of a key on the last days, today first. */
async function usedOn(keyId: string, succeeded: readonly number[]): Promise<void> {
  const today = new Date(dateIn(new Date()))
  const data = succeeded.map((count, ago) => {
    return { keyId, day: new Date(today.getTime() - ago * DAY), succeeded: count, refused: ago * 17, failed: ago % 2 }
  })
  await database().apiKeyUse.createMany({ data })
}

/** Makes keys of each state, and lists their page: full, with a new key, and with a form that was refused. */
export async function integrationPages(administrator: PersonActor): Promise<Screen[]> {
  const { accountId } = await aRegisteredApplicant()
  const used = await anApiKey({ name: '短信网关', networks: ['10.0.0.0/8', '2001:db8::/32'], days: 365 })
  await database().apiKey.update({ where: { id: used.id }, data: { lastUsedAt: new Date() } })
  await usedOn(used.id, [48_211, 51_904, 1_250_377])
  await anApiKey({ name: '验收环境的网关，只用于一个客户', accountId })
  await anApiKey({ name: '控制台的试验', isTest: true })
  const ended = await anApiKey({ name: '旧网关', days: 30 })
  await database().apiKey.update({ where: { id: ended.id }, data: { expiresAt: new Date() } })
  await revokeApiKey(administrator, { keyId: (await anApiKey({ name: '泄露的密钥' })).id })
  await aReturnAddress()
  const at = { url: '/integrations', actor: administrator }
  return [
    {
      name: 'integrations',
      ...at,
      async before(page) {
        for (const summary of await page.locator('main summary').all()) await summary.click()
      },
    },
    {
      name: 'integrations-made',
      ...at,
      async before(page) {
        await renewFactors(administrator)
        await page.locator('input[name=name]').fill('短信网关二')
        await page.locator('main form:has(textarea[name=networks]) button[type=submit]').click()
        await page.locator('input[readonly]').waitFor()
      },
    },
    {
      name: 'integrations-address-refused',
      ...at,
      async before(page) {
        await renewFactors(administrator)
        await page.locator('input[name=address]').fill('http://console.example.cn/')
        await page.locator('main form:has(input[name=address]) button[type=submit]').click()
        await page.locator('input[name=address][aria-invalid=true]').waitFor()
      },
    },
    {
      name: 'integrations-refused',
      ...at,
      async before(page) {
        await renewFactors(administrator)
        await page.locator('textarea[name=networks]').fill('nowhere')
        await page.locator('main form:has(textarea[name=networks]) button[type=submit]').click()
        await page.locator('[aria-invalid=true]').first().waitFor()
      },
    },
  ]
}
