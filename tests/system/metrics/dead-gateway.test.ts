import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { transaction } from '@/lib/db/client'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import { SMS_TEMPLATES } from '@/lib/notifications/templates'
import { aPhone } from '@/tests/factories/people'
import { freePort } from '@/tests/setup/ports'
import { hasPrometheus, type Prometheus, startPrometheus } from '@/tests/setup/prometheus'
import { TENCENT } from '@/tests/setup/providers/tencent'
import { type System, startSystem } from '@/tests/setup/system'

const TOKEN = 'a-token-of-the-test'
/** Names the time that docs/deploy/alerts.yml promises. */
const WITHIN_MS = 60_000
const MESSAGES_FAIL = { alertname: 'ZhunxinMessagesFail', channel: 'sms', severity: 'critical' }

describe.skipIf(!hasPrometheus())('read by Prometheus', () => {
  let system: System
  let prometheus: Prometheus
  beforeAll(async () => {
    const target = `127.0.0.1:${await freePort()}`
    system = await startSystem({
      METRICS_LISTEN: target,
      METRICS_TOKEN: TOKEN,
      SMS_PROVIDER: 'tencent',
      SMS_ENDPOINT: `http://127.0.0.1:${await freePort()}`, // where nobody is
      SMS_SIGN_NAME: '准信',
      SMS_TEMPLATES: JSON.stringify(Object.fromEntries(SMS_TEMPLATES.map((name) => [name, `id of ${name}`]))),
      ...TENCENT,
    })
    prometheus = await startPrometheus({ target, token: TOKEN })
  })
  afterAll(async () => {
    await prometheus?.stop()
    await system?.stop()
  })

  test('a portal that is well is scraped, and nothing fires', async () => {
    const timeoutMs = { timeout: 60_000, interval: 500 }
    await vi.waitUntil(async () => (await prometheus.query('zhunxin_workers'))[0] === 1, timeoutMs)
    expect(await prometheus.query('up{job="zhunxin"}')).toEqual([1])
    expect(await prometheus.query('min(zhunxin_figures_read)')).toEqual([1])
    expect(await prometheus.firing()).toEqual([])
  })

  test('a gateway that is dead is an alert within a minute of the first failures', async () => {
    const from = Date.now()
    for (let asked = 0; asked < 3; asked += 1) {
      const code = { template: 'SIGN_IN_CODE', locale: 'zh-CN', params: { code: '135790', minutes: 5 } } as const
      await transaction((tx) => enqueueMessage(tx, { channel: 'SMS', to: aPhone(), ...code }))
    }
    await vi.waitUntil(async () => (await prometheus.firing()).length > 0, { timeout: WITHIN_MS, interval: 500 })
    expect(await prometheus.firing()).toEqual([MESSAGES_FAIL])
    expect(Date.now() - from).toBeLessThan(WITHIN_MS)
  })
})
