import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createHealthAnswers } from '@/lib/web/server/answer-health'
import { createHealth } from '@/lib/worker/health'
import { ask } from '@/tests/setup/http'

/** Shows what a crowd learns of readiness over HTTP, beside somebody who asks for pages. */

const probes = { database: vi.fn<() => Promise<boolean>>(), storage: vi.fn<() => Promise<boolean>>() }
const looks = () => [probes.database, probes.storage].map(({ mock }) => mock.calls.length)

let server: Server
let at: string
/** Counts the requests for readiness that came. */
let came = 0

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
  for (const probe of Object.values(probes)) probe.mockReset().mockResolvedValue(true)
  came = 0
  const answer = createHealthAnswers({ health: createHealth(probes), token: undefined, prepared: Promise.resolve() })
  server = createServer((request, response) => {
    if (request.url !== '/') came += 1
    void answer(request, response).then((isAnswered) => isAnswered || response.end('a page'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  vi.useRealTimers()
  server.close()
})

/** Asks as a stranger does, on a connection of its own. */
const ready = async () => {
  const headers = { Host: 'sms.example.cn', Connection: 'close' }
  const { status, body } = await ask(at, '/api/health/ready', { headers })
  return `${status} ${body}`
}
const crowdOf = (connections: number) => Array.from({ length: connections }, ready)
const page = async () => (await ask(at, '/')).status
const READY = new Set(['200 {"status":"ok"}'])

test.each([100, 250])('%i connections at once learn that it is ready, by one look in five seconds', async (size) => {
  for (const rounds of [1, 2]) {
    const crowd = crowdOf(size)
    expect(await page()).toBe(200)
    expect(new Set(await Promise.all(crowd))).toEqual(READY)
    await vi.advanceTimersByTimeAsync(4_999)
    expect(new Set(await Promise.all(crowdOf(size)))).toEqual(READY)
    expect(looks()).toEqual([rounds, rounds])
    await vi.advanceTimersByTimeAsync(1)
  }
})

test.each([100, 250])(
  '%i connections learn that it is ready, and pages are answered, while a look is slow',
  async (size) => {
    await ready()
    await vi.advanceTimersByTimeAsync(5_000)
    probes.storage.mockReturnValue(new Promise<boolean>(() => {}))
    const crowd = crowdOf(size)
    await expect.poll(() => came).toBe(1 + size)
    expect(await page()).toBe(200)
    await vi.advanceTimersByTimeAsync(500)
    expect(new Set(await Promise.all(crowd))).toEqual(READY)
    expect(looks()).toEqual([2, 2])
  },
)

test('a look that finds a fault is shown to all', async () => {
  probes.storage.mockResolvedValue(false)
  expect(new Set(await Promise.all(crowdOf(100)))).toEqual(new Set(['503 {"status":"failing"}']))
  expect(looks()).toEqual([1, 1])
})
