import type { Page } from '@playwright/test'
import { asOwner } from '@/lib/db/owner'
import { loseLaterScripts, PART_IS_LOST } from '@/tests/e2e/support/connection'
import { without } from '@/tests/e2e/support/missing-table'
import type { Screen } from '@/tests/e2e/support/screen'
import { expect, portalUrl, test } from '@/tests/e2e/support/test'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { ask, cookieFor } from '@/tests/setup/http'
import { SIZES, takeAll } from './take-all'

test.use({ ownSystem: 'failures' })
test.describe.configure({ mode: 'default', timeout: 600_000 }) // each test takes away what the other needs

/** Matches React's numbers of an error of the server: of one that a page shows, and of one that it renders again. */
const FAILURE = /Minified React error #4(?:41|19)|the server responded with a status of 50[03]/

const AGAIN = /^(重试|Try again)$/

test('a page that fails', async ({ browser }) => {
  const { actor } = await aRegisteredApplicant()
  const isShown = (page: Page) => page.getByRole('button', { name: AGAIN }).waitFor()
  const failing: Screen = { name: 'error', url: '/qualifications', actor, before: isShown, reported: FAILURE }
  await without('qualifications', async () => {
    expect(await takeAll(browser, SIZES, [failing])).toEqual([])
  })
})

test('a page of which a part does not arrive', async ({ browser }) => {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: { ...actor, accountId } })
  const before = async (page: Page) => {
    await loseLaterScripts(page)
    await page.getByRole('heading', { name: /^(网络连接中断|The connection was lost)$/ }).waitFor()
  }
  const lost: Screen = {
    name: 'connection-lost',
    url: `/qualifications/${id}/letter`,
    actor,
    before,
    reported: PART_IS_LOST,
  }
  expect(await takeAll(browser, SIZES, [lost])).toEqual([])
})

test('a page while the database is unavailable', async ({ browser }) => {
  const { actor } = await aRegisteredApplicant()
  const { name, value } = await cookieFor(actor.sessionId)
  const status = async () => {
    await ask(portalUrl(), '/qualifications', { headers: { cookie: `${name}=${value}` } }) // it needs the database
    return (await ask(portalUrl(), '/qualifications')).status
  }
  const isShown = (page: Page) => page.getByRole('link', { name: AGAIN }).waitFor()
  const unavailable: Screen = { name: 'unavailable', url: '/qualifications', before: isShown, reported: FAILURE }
  await limitConnections(0)
  try {
    await expect.poll(status).toBe(503)
    expect(await takeAll(browser, SIZES, [unavailable])).toEqual([])
  } finally {
    await limitConnections(-1)
    await expect.poll(status).not.toBe(503)
  }
})

/** Limits the connections of the portal's login, and ends those that it has. */
function limitConnections(connections: number): Promise<unknown> {
  return asOwner(async (client) => {
    await client.query(`ALTER ROLE zhunxin_app CONNECTION LIMIT ${connections}`)
    await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'zhunxin_app'")
  })
}
