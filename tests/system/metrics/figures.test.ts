import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import { asOwner } from '@/lib/db/owner'
import { ask } from '@/tests/setup/http'
import { startCommand, startSeparateWorker } from '@/tests/setup/portal'
import { freePort } from '@/tests/setup/ports'
import { type System, startSystem } from '@/tests/setup/system'

const CANARY = 'KANARIENVOGEL'
const TOKEN = 'a token of the test'.replaceAll(' ', '-')
const WITH_TOKEN = { headers: { authorization: `Bearer ${TOKEN}` } }

let system: System
let own: string
beforeAll(async () => {
  const port = await freePort()
  own = `http://127.0.0.1:${port}`
  system = await startSystem({ METRICS_LISTEN: `127.0.0.1:${port}`, METRICS_TOKEN: TOKEN })
})
afterAll(() => system?.stop())

const figures = async (at = own) => (await ask(at, '/metrics', WITH_TOKEN)).body

test.each(['its own address', 'the portal'])(
  'figures are read at %s with the token, and without it they are not',
  async (at) => {
    const address = at === 'the portal' ? system.portal.address : own
    const answer = await ask(address, '/metrics', WITH_TOKEN)
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringMatching(/^text\/plain/),
      'cache-control': 'no-store',
    })
    expect(answer.body).toContain('zhunxin_figures_read{family="outbox"} 1')
    for (const authorization of ['', 'Bearer ', 'Bearer guess', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`]) {
      const refused = await ask(address, '/metrics', { headers: { authorization } })
      expect(refused.status, authorization).toBe(401)
      expect(refused.headers['www-authenticate']).toBe('Bearer')
      expect(refused.body).toBe('')
    }
    expect((await ask(address, '/metrics', { ...WITH_TOKEN, method: 'POST' })).status).toBe(405)
  },
)

test('its own address serves nothing else', async () => {
  for (const path of ['/', '/sign-in', '/api/health/live', '/metrics/x']) {
    expect((await ask(own, path, WITH_TOKEN)).status, path).toBe(404)
  }
})

test('requests are counted by route pattern, and no figure contains a requested address', async () => {
  for (const path of [
    `/invitations/${CANARY}`,
    `/sign-in?phone=${CANARY}`,
    `/${CANARY}`,
    `/api/files/${CANARY}/rendition`,
  ])
    await ask(system.portal.address, path)
  const text = await figures()
  expect(text).toContain('zhunxin_http_requests_total{method="GET",route="/invitations/[token]",status="200"} 1')
  expect(text).toContain('zhunxin_http_requests_total{method="GET",route="other",status="404"} 1')
  expect(text).toContain(
    'zhunxin_http_request_duration_seconds_count{method="GET",route="/api/files/[fileId]/[variant]"} 1',
  )
  expect(text).not.toContain(CANARY)
})

test('the pool that pages and jobs share is counted, and so are those of the loops', async () => {
  await ask(system.portal.address, `/invitations/${CANARY}`)
  expect(Number(/^zhunxin_database_pool_limit (\d+)$/m.exec(await figures())?.[1])).toBeGreaterThan(env().DATABASE_POOL)
})

test('a worker of its own has figures of its own', async () => {
  const port = await freePort()
  const worker = await startSeparateWorker({ ...system.environment, METRICS_LISTEN: `127.0.0.1:${port}` })
  const text = await figures(`http://127.0.0.1:${port}`)
  expect(await worker.stop()).toBe(0)
  expect(text).toMatch(/^zhunxin_workers [12]$/m)
  expect(text).toContain('process_resident_memory_bytes')
})

test('while the database is unavailable the other figures are reported', async () => {
  await asOwner((owner) => owner.query('ALTER ROLE zhunxin_app NOLOGIN'))
  const text = await figures()
  await asOwner((owner) => owner.query('ALTER ROLE zhunxin_app LOGIN'))
  expect(text).toContain('zhunxin_figures_read{family="database"} 0')
  expect(text).not.toMatch(/^zhunxin_(outbox|review|exports|jobs|workers|audit)/m)
  expect(text).toMatch(/^zhunxin_http_requests_total/m)
  expect(text).toMatch(/^zhunxin_disk_bytes\{what="free"\} \d/m)
  expect(await figures()).toContain('zhunxin_figures_read{family="database"} 1')
})

test('an address in use is reported in one line', async () => {
  const second = startCommand('scripts/worker.mjs', system.environment, [])
  expect(await second.exited).toBe(1)
  expect(second.output()).toMatch(/is taken\. Set METRICS_LISTEN to another one/)
})
