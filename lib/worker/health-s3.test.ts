import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { s3Store } from '@/lib/storage/s3-store'
import type { BlobStore } from '@/lib/storage/store-port'
import { type Mood, startMoodyS3 } from '@/tests/setup/moody-s3'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { createHealth } from './health'

vi.mock('@/lib/db/availability', () => ({ whyDatabaseUnavailable: () => null }))
vi.mock('./conditions/check-conditions', () => ({ checkConditions: async () => [] }))

let s3: Awaited<ReturnType<typeof startMoodyS3>>
let store: BlobStore
/** A store that never answers is waited for briefly, and asked a second time. */
let impatient: BlobStore
beforeAll(async () => {
  s3 = await startMoodyS3()
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' }
  const place = { bucket: 'vault', endpoint: s3.endpoint, region: 'us-east-1', isPathStyle: true, credentials }
  store = s3Store({ ...place, timeoutMs: PATIENCE })
  impatient = s3Store({ ...place, timeoutMs: 500 })
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => s3.stop())

/**
 * Returns a portal's health whose store is S3, and what makes a look at it that takes so long by the portal's clock.
 */
function healthOfS3() {
  let look: Promise<unknown> = Promise.resolve()
  const health = createHealth({
    database: async () => true,
    storage: () => {
      const probe = (s3.at.mood === 'silent' ? impatient : store).isWritable()
      look = probe.catch(() => undefined)
      return probe
    },
  })
  const lookAt = async (mood: Mood, milliseconds = 0) => {
    s3.at.mood = mood
    vi.advanceTimersByTime(5_000) // the last result is no longer fresh
    const asked = health.isReady()
    vi.advanceTimersByTime(milliseconds)
    await look
    await asked
    return health.isReady()
  }
  return { ...health, lookAt }
}

test('an S3 that is slow is not failing until its looks without an answer add up to a minute', async () => {
  const { lookAt, readDetails } = healthOfS3()
  expect(await lookAt('well')).toBe(true)
  for (let looks = 0; looks < 2; looks += 1) expect(await lookAt('silent', 20_000)).toBe(true)
  expect(await readDetails()).toMatchObject({ status: 'ok', slow: ['storage'] })
  expect(await lookAt('silent', 20_000)).toBe(false)
  expect(await lookAt('well')).toBe(true)
  expect(await readDetails()).not.toHaveProperty('slow')
})

test.each<Mood>(['down', 'full'])('an S3 that is %s is failing at once', async (mood) => {
  const { lookAt } = healthOfS3()
  expect(await lookAt('well')).toBe(true)
  expect(await lookAt(mood)).toBe(false)
})
