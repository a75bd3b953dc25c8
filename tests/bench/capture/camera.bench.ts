import { type Browser, type CDPSession, chromium, devices, expect } from '@playwright/test'
import { afterAll, beforeAll, test } from 'vitest'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { systemBrowser } from '@/scripts/test/browser.mjs'
import { fakeCamera } from '@/tests/e2e/support/fake-camera'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { cookieFor } from '@/tests/setup/http'
import { figure, median, ROUNDS } from '../figures'
import { benchedPortal } from '../served/portal'

const SLOWER = 4
const SECONDS = 5

const portal = benchedPortal('camera')
let browser: Browser
let camera: Awaited<ReturnType<typeof fakeCamera>>

beforeAll(async () => {
  camera = await fakeCamera()
  const program = systemBrowser()
  const args = ['--no-sandbox', '--disable-gpu', ...camera.args]
  browser = await chromium.launch({ args, ...(program ? { executablePath: program } : {}) })
})
afterAll(async () => {
  await browser?.close()
  camera?.remove()
})

/** Speaks to the Worker of a page. */
async function workerOf(session: CDPSession) {
  const attached = new Promise<string>((resolve) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') resolve(sessionId)
    })
  })
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  let count = 0
  return async (method: string, params: object): Promise<{ result?: unknown }> => {
    const sessionId = await attached
    const id = ++count
    const answer = new Promise<string>((resolve) => {
      session.on('Target.receivedMessageFromTarget', ({ message }) => {
        if (JSON.parse(message).id === id) resolve(message)
      })
    })
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) })
    return JSON.parse(await answer)
  }
}

/**
 * Runs in the Worker: each answer takes `SLOWED` times as long, and how long they took is noted. Chromium slows pages
 * only ("not workers"), so the Worker spins for the rest of the time. A look starts when its message is read.
 */
const SLOWED = `(() => {
  const looks = []
  Object.assign(self, { looks, slower: 1 })
  let started = 0
  const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')
  Object.defineProperty(MessageEvent.prototype, 'data', {
    get() {
      started = performance.now()
      return get.call(this)
    },
  })
  const post = self.postMessage
  self.postMessage = (answer) => {
    const end = started + (performance.now() - started) * self.slower
    while (performance.now() < end);
    looks.push(performance.now() - started)
    post.call(self, answer)
  }
})()`

test('frames that a camera looks at in a second', async () => {
  const { actor } = await aRegisteredApplicant()
  const { id } = await createQualification(actor, { kind: 'INDIVIDUAL' })
  const context = await browser.newContext({ ...devices['Pixel 7'], locale: 'zh-CN' })
  await context.addCookies([{ ...(await cookieFor(actor.sessionId)), url: portal().url }])
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const ask = await workerOf(session)
  const inWorker = async (expression: string) => {
    const { result } = await ask('Runtime.evaluate', { expression, returnByValue: true })
    return (result as { result: { value: unknown } }).result.value
  }
  await page.goto(`${portal().url}/qualifications/${id}/documents`, { waitUntil: 'networkidle' })
  await page.locator('#ID_PORTRAIT').getByRole('button', { name: '拍照' }).click()
  await inWorker(SLOWED)
  await page.getByRole('checkbox', { name: '拿稳后自动拍照' }).uncheck()
  await expect(page.getByRole('status').getByText('太暗')).toBeVisible()
  const frames = async () => (await inWorker('looks.length')) as number
  const perSecond = async () => {
    const before = await frames()
    await page.waitForTimeout(SECONDS * 1_000)
    return ((await frames()) - before) / SECONDS
  }
  const measured = async (slower: number) => {
    await inWorker(`self.slower = ${slower}, looks.length = 0`)
    const rates: number[] = []
    for (let round = 0; round < ROUNDS; round++) rates.push(await perSecond())
    return { look: median((await inWorker('looks')) as number[]), rate: median(rates) }
  }
  const full = await measured(1)
  const slow = await measured(SLOWER)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  const both = await measured(SLOWER)
  figure('frames a second', full.rate, 'frames/s')
  figure('a look in the Worker', full.look, 'ms')
  figure(`a look in the Worker, slowed ${SLOWER} times`, slow.look, 'ms', { baseline: full.look })
  figure(`frames a second, Worker slowed ${SLOWER} times`, slow.rate, 'frames/s', { goal: 10, baseline: full.rate })
  figure(`frames a second, page and Worker slowed ${SLOWER} times`, both.rate, 'frames/s', { baseline: full.rate })
})
