import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import type { Portal } from '@/tests/setup/portal'
import { figure, print } from './figures'
import { askFor } from './requests'
import { aPhotograph, aViewedPhotograph, startBeside } from './serving'
import { anUploader, residentOf } from './uploads'

/** Six times as much: 3,000 pages and 500 uploads after the first round, which is for what is loaded once. */
const ROUNDS = 6
const PAGES = 600
const UPLOADS = 100
/** For what is done after an answer, and for what V8 gives back. */
const REST_MS = 5_000

const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-bench-'))
process.env.ZHUNXIN_DATA = folder
let portal: Portal
beforeAll(async () => {
  await bundleDecoder()
  portal = await startBeside(folder)
}, 600_000)
afterAll(async () => {
  await portal?.stop()
  print()
  rmSync(folder, { recursive: true, force: true })
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
      await askFor(new URL(page, portal.url).href, PAGES / visits.length, cookie)
    }
    const upload = await anUploader(portal.url)
    for (let count = 0; count < UPLOADS; count += 1) {
      const { status } = await upload('ID_PORTRAIT', new File([new Uint8Array(photograph)], '人像面.jpg'))
      expect(status).toBe(201)
    }
    await pause(REST_MS)
    resident.push(residentOf(portal.pid))
    figure(
      `resident after ${(round + 1) * PAGES} pages and ${(round + 1) * UPLOADS} uploads`,
      resident[round] ?? 0,
      'MB',
    )
  }
  const [first = 0, last = 0] = [resident[0], resident.at(-1)]
  figure('last round against the first', last / first, '×', { goal: 1.1, isMost: true })
})
