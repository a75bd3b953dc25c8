import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { renewFactors } from '@/tests/factories/assurance'
import { anEndpoint } from '@/tests/factories/webhooks'
import type { Screen } from './screen'

const BODY = {
  account: '0198c7a2-5d3e-7b1f-9c64-2f8e1a7b3d50',
  qualification: { id: '0198c7a2-61f0-7c3a-8a55-90b7d21e4f66', reference: 'ZX-20261128-7K2M9Q', status: 'APPROVED' },
}

/**
 * Makes endpoints of each state with deliveries of each, and lists their pages; none is sent, since each is off or far
 * ahead.
 */
export async function webhookPages(administrator: PersonActor): Promise<Screen[]> {
  const works = await anEndpoint({ description: '控制台', events: ['FILING_CHANGED'] })
  const failing = await anEndpoint({ description: '计费系统，只在工作日接收', events: ['QUALIFICATION_REVOKED'] })
  const off = await anEndpoint({ description: '旧系统', events: ['QUALIFICATION_EXPIRED'] })
  const [dueAt, now] = [new Date(Date.now() + 86_400_000), new Date()]
  const set = (id: string, data: object) => database().webhookEndpoint.update({ where: { id }, data })
  await set(failing.id, { failingSince: now })
  await set(off.id, { offReason: 'FAILED_FOR_DAYS', offSince: now, failingSince: now })
  const common = { event: 'QUALIFICATION_APPROVED', data: BODY, attemptedAt: now, attempts: 1 } as const
  const failed = { ...common, dueAt, failure: 'STATUS', answerStatus: 502, answer: '<html>Bad gateway</html>' } as const
  const sent = { ...common, state: 'DELIVERED', deliveredAt: now, answerStatus: 204, answer: '' } as const
  for (const { id: endpointId } of [works, failing, off]) {
    await database().webhookDelivery.createMany({ data: [sent, failed].map((row) => ({ ...row, endpointId })) })
  }
  const at = (url: string) => ({ url, actor: administrator })
  const pageOf = ({ id }: { id: string }) => `/integrations/webhooks/${id}`
  return [
    { name: 'webhooks', ...at('/integrations/webhooks') },
    {
      name: 'webhooks-refused',
      ...at('/integrations/webhooks'),
      async before(page) {
        await renewFactors(administrator)
        await page.locator('input[name=url]').fill('http://10.0.0.1/')
        await page.locator('main form button[type=submit]').last().click()
        await page.locator('[aria-invalid=true]').first().waitFor()
      },
    },
    {
      name: 'webhook-endpoint',
      ...at(pageOf(failing)),
      async before(page) {
        for (const summary of await page.locator('main summary').all()) await summary.click()
      },
    },
    { name: 'webhook-endpoint-off', ...at(pageOf(off)) },
  ]
}
