import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { figure } from './figures'
import { requestPage } from './requests'
import { aPhotograph, aViewedPhotograph, servedPortal } from './serving'
import { anUploader, proportionalOf, residentOf } from './uploads'

/** Six rounds of 3,000 pages and 500 uploads follow the first, which loads everything that is loaded once. */
const ROUNDS = 6
const PAGES = 600
const UPLOADS = 100
/** Leaves time for work after an answer, and for V8 to release memory. */
const REST_MS = 5_000

const AT_ONCE = 16
const UPLOADS_EACH = 5
const QUIET_MS = 60_000

const portal = servedPortal()

test('sixteen people who upload at once, and the rest after them', { timeout: 600_000 }, async () => {
  const photograph = await aPhotograph()
  figure('started', proportionalOf(portal().pid), 'MB')
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, proportionalOf(portal().pid))
  }, 200)
  const work = async () => {
    const upload = await anUploader(portal().url)
    for (let count = 0; count < UPLOADS_EACH; count += 1) {
      const { status } = await upload('ID_PORTRAIT', new File([new Uint8Array(photograph)], '人像面.jpg'))
      expect(status).toBe(201)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  clearInterval(watch)
  figure(`${AT_ONCE} uploads at once`, most, 'MB', { goal: 500, isMost: true })
  await pause(QUIET_MS)
  figure('at rest, a minute after', proportionalOf(portal().pid), 'MB', { goal: 250, isMost: true })
})

test('the portal holds no more memory after thousands of pages and hundreds of uploads', {
  timeout: 1_800_000,
}, async () => {
  const photograph = await aPhotograph()
  const { fileId, reviewer, owner } = await aViewedPhotograph(photograph)
  const visits = [
    { path: '/', cookie: '' },
    { path: '/sign-in', cookie: '' },
    { path: '/qualifications', cookie: owner },
    { path: '/queue', cookie: reviewer },
    { path: `/api/files/${fileId}/rendition`, cookie: reviewer },
  ]
  const resident: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { path: page, cookie } of visits) {
      await requestPage(new URL(page, portal().url).href, PAGES / visits.length, cookie)
    }
    const upload = await anUploader(portal().url)
    for (let count = 0; count < UPLOADS; count += 1) {
      const { status } = await upload('ID_PORTRAIT', new File([new Uint8Array(photograph)], '人像面.jpg'))
      expect(status).toBe(201)
    }
    await pause(REST_MS)
    resident.push(residentOf(portal().pid))
    figure(
      `resident after ${(round + 1) * PAGES} pages and ${(round + 1) * UPLOADS} uploads`,
      resident[round] ?? 0,
      'MB',
    )
  }
  const [first = 0, last = 0] = [resident[0], resident.at(-1)]
  figure('last round against the first', last / first, '×', { goal: 1.1, isMost: true })
})
