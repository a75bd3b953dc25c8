import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { database, disconnect } from '@/lib/db/client'
import { type EmbeddedDatabase, startEmbedded } from '@/lib/db/embedded'
import { asOwner } from '@/lib/db/owner'
import { readPostmaster } from '@/lib/db/postmaster'
import config from '@/playwright.config'
import { flawsForAxe } from '@/tests/e2e/support/test'
import { startMigrated } from '@/tests/setup/cluster'
import { type Answer, ask } from '@/tests/setup/http'
import { loginVariables } from '@/tests/setup/logins'
import { aDraftAndItsOwner, signInStaff, withdraw } from '@/tests/setup/one-draft'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { canPause, pauseServer } from '@/tests/setup/paused-server'
import { type System, startSystem } from '@/tests/setup/system'

/**
 * While the database is unavailable, everybody gets 503, at once where it is known, and never 500; and the portal finds
 * it again.
 */

/** Three of them are the superuser's: fewer than the pools of one portal would open. */
const CONNECTIONS = 26

let folder: string
let server: EmbeddedDatabase
let system: System
let portal: string
let cookie: string
let qualificationId: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-unavailable-'))
  server = await startMigrated({ dataFolder: folder })
  await asOwner((client) => client.query(`ALTER SYSTEM SET max_connections = ${CONNECTIONS}`), server.url('postgres'))
  await server.stop()
  server = await startEmbedded({ dataFolder: folder })
  system = await startSystem(loginVariables(server))
  portal = system.portal.url
  ;({ cookie, qualificationId } = await aDraftAndItsOwner())
  await disconnect() // this process takes none of the connections
})
afterAll(async () => {
  await system?.stop()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

let resume: (() => void) | undefined
afterEach(async () => {
  resume?.()
  resume = undefined
  server = await startEmbedded({ dataFolder: folder }) // the running one, if any
  await limitTo(-1)
  await vi.waitUntil(async () => (await page()).status === 200, { timeout: PATIENCE, interval: 200 })
})

const limitTo = (connections: number) =>
  asOwner((client) => client.query(`ALTER ROLE zhunxin_app CONNECTION LIMIT ${connections}`), server.url())
const page = () => ask(portal, '/qualifications', { headers: { cookie, 'accept-language': 'en' } })
const route = () => ask(portal, '/api/my-data/export', { headers: { cookie } })
const gate = () => {
  const check = { account: crypto.randomUUID(), signature: '小明书屋', carrier: 'CMCC', use: 'NOTIFICATION' }
  const authorization = `Bearer zx_live_${'A'.repeat(43)}`
  return ask(portal, `/api/v1/senders/check?${new URLSearchParams(check)}`, { headers: { authorization } })
}
const health = (which: string) => ask(portal, `/api/health/${which}`)
const signIn = () => signInStaff(portal, 'someone@example.com', 'never sent back')
const withdrawDraft = () => withdraw(portal, qualificationId, cookie)

function expectUnavailable({ status, headers, body }: Answer, type: RegExp): void {
  expect(status).toBe(503)
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
  expect(headers['content-type']).toMatch(type)
  expect(headers['cache-control']).toContain('no-store')
  expect(body).not.toContain(qualificationId)
}

async function expectAllUnavailable(): Promise<void> {
  const shown = await page()
  expectUnavailable(shown, /^text\/html/)
  expect(shown.body).toMatch(/<html lang="en"[\s\S]*Try again/)
  const answer = await route()
  expectUnavailable(answer, /^application\/problem\+json/)
  expect(JSON.parse(answer.body)).toMatchObject({ status: 503, code: 'DATABASE_UNAVAILABLE' })
  const asked = await gate()
  expectUnavailable(asked, /^application\/problem\+json/)
  expect(JSON.parse(asked.body)).toMatchObject({ status: 503, code: 'DATABASE_UNAVAILABLE' })
  for (const act of [signIn, withdrawDraft])
    expect(await act()).toMatchObject({ status: 503, ok: false, error: 'DATABASE_UNAVAILABLE' })
  const { body } = await signIn()
  expect(body).toContain('someone@example.com') // React empties a form after its action
  expect(body).not.toContain('never sent back')
  const posted = await ask(portal, '/staff/sign-in', {
    method: 'POST',
    headers: { origin: portal, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'email=someone',
  })
  expectUnavailable(posted, /^text\/html/)
  expect(posted.body).toContain('重新加载本页')
  expect((await health('live')).status).toBe(200)
  expect((await health('ready')).status).toBe(503)
}

async function quickly<T>(work: () => Promise<T>, milliseconds = 2_000): Promise<T> {
  const start = performance.now()
  const done = await work()
  expect(performance.now() - start).toBeLessThan(milliseconds)
  return done
}

/** Sends many pages, routes and actions at once, as often as necessary. */
async function crowd(rounds: number): Promise<number[]> {
  const clients = Array.from({ length: 40 }, async (_, n) => {
    const statuses: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const asked = [page, route, withdrawNothing][(n + round) % 3] ?? page
      statuses.push((await asked()).status)
    }
    return statuses
  })
  return (await Promise.all(clients)).flat()
}
const withdrawNothing = () => withdraw(portal, crypto.randomUUID(), cookie)

test('a crowd on a server with few connections is served by the existing ones, or asked to try again', async () => {
  const statuses = await crowd(8)
  expect(statuses.filter((status) => status === 500)).toEqual([])
  // Clients that are refused try again at once here: their number shows how fast that is.
  expect(statuses.filter((status) => status < 500).length).toBeGreaterThan(statuses.length / 10)
})

/** Takes every connection from the application, also those that it has. */
async function exhaust(): Promise<void> {
  await limitTo(0)
  await asOwner(
    (client) => client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'zhunxin_app'"),
    server.url(),
  )
}

test('a server without a connection left', async () => {
  await exhaust()
  expectUnavailable(await page(), /^text\/html/)
  await quickly(expectAllUnavailable)
  const statuses = await quickly(() => crowd(3), 10_000)
  expect(new Set(statuses)).toEqual(new Set([503]))
})

test('a server that was stopped, and comes back', async () => {
  expect((await page()).status).toBe(200)
  process.kill(readPostmaster(path.join(folder, 'postgres'))?.pid ?? 0, 'SIGINT')
  await vi.waitUntil(() => !server.isRunning(), PATIENCE)
  const first = await Promise.all([page(), route(), withdrawDraft(), page(), route()])
  expect(first.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503])
  await quickly(expectAllUnavailable)
  server = await startEmbedded({ dataFolder: folder })
  await vi.waitUntil(async () => (await page()).status === 200, { timeout: PATIENCE, interval: 100 })
  expect((await database().qualification.findUniqueOrThrow({ where: { id: qualificationId } })).status).toBe('DRAFT')
  await disconnect()
})

test.skipIf(!canPause)('a paused server: open requests get 503 within seconds, later ones at once', async () => {
  expect((await page()).status).toBe(200)
  resume = pauseServer(folder)
  const first = await quickly(() => Promise.all([page(), route(), withdrawDraft(), signIn()]), 12_000)
  expect(first.map(({ status }) => status)).toEqual([503, 503, 503, 503])
  await quickly(expectAllUnavailable)
  resume()
  resume = undefined
  await vi.waitUntil(async () => (await page()).status === 200, { timeout: PATIENCE, interval: 100 })
  expect((await database().qualification.findUniqueOrThrow({ where: { id: qualificationId } })).status).toBe('DRAFT')
  await disconnect()
})

test('in a browser: a form keeps what was typed and says so, a page says what to do, and both continue', async () => {
  const browser = await chromium.launch(config.use?.launchOptions)
  try {
    const context = await browser.newContext({ locale: 'en-US', baseURL: portal })
    const tab = await context.newPage()
    await tab.goto('/staff/sign-in')
    const [email, password] = [tab.getByLabel('E-mail address'), tab.getByLabel('Password', { exact: true })]
    await email.fill('someone@example.com')
    await password.fill('whatever it is')
    await exhaust()
    await page()
    const button = tab.getByRole('button', { name: 'Sign in', exact: true })
    await button.click()
    await tab.getByText('Nothing that you entered is lost: try again in a moment.').waitFor()
    expect(await email.inputValue()).toBe('someone@example.com')

    await tab.getByRole('link', { name: 'Applying for a qualification' }).click() // within the open page, as the framework does it
    await tab.getByRole('heading', { name: 'The portal can’t reach its data right now' }).waitFor()
    expect(await flawsForAxe(tab)).toEqual([])
    await limitTo(-1)
    await vi.waitUntil(async () => (await page()).status === 200, { timeout: PATIENCE, interval: 100 })
    await tab.getByRole('link', { name: 'Try again' }).click()
    await tab.getByRole('heading', { level: 1 }).waitFor()
    expect(new URL(tab.url()).pathname).toBe('/sign-in')
  } finally {
    await browser.close()
  }
})
