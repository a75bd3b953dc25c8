import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DatabaseUnavailableError, LOST } from '@/lib/db/database-unavailable'
import { createHealth } from './health'

const availability = vi.hoisted(() => ({ reason: null as string | null }))
vi.mock('@/lib/db/availability', () => ({ whyDatabaseUnavailable: () => availability.reason }))

const found = vi.hoisted(() => ({ during: () => {} }))
vi.mock('./conditions/check-conditions', () => ({
  checkConditions: async () => {
    found.during()
    return [
      { kind: 'WORKER_MISSING', finding: null },
      { kind: 'DISK_LOW', finding: { holds: true, details: { lowDisks: ['ZHUNXIN_DATA'] } } },
    ]
  },
}))

const well = async () => true
const hanging = () => new Promise<boolean>(() => {})
const failing = async () => {
  throw new Error('EROFS')
}
const lost = async () => {
  throw new DatabaseUnavailableError(LOST)
}
const probes = { database: vi.fn<() => Promise<boolean>>(), storage: vi.fn<() => Promise<boolean>>() }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
  probes.database.mockReset().mockImplementation(well)
  probes.storage.mockReset().mockImplementation(well)
})
afterEach(() => {
  vi.useRealTimers()
  availability.reason = null
  found.during = () => {}
})

/** Resolves when enough time has passed for whatever waits. */
async function after<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(milliseconds)
  return work
}

test('a crowd of strangers makes one look, and none at what they don’t learn', async () => {
  const { isReady } = createHealth(probes)
  const conditions = vi.fn()
  found.during = conditions
  const crowd = await Promise.all(Array.from({ length: 250 }, isReady))
  expect(new Set(crowd)).toEqual(new Set([true]))
  expect([probes.database, probes.storage, conditions].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 0])
})

test('a database that is known to be away is said at once, also before any look, and while a look hangs', async () => {
  const { isReady, readDetails } = createHealth(probes)
  availability.reason = 'ECONNREFUSED'
  expect(await isReady()).toBe(false)
  expect(probes.storage).not.toHaveBeenCalled()
  probes.storage.mockImplementation(hanging)
  expect(await readDetails()).toEqual({
    status: 'failing',
    checks: { database: 'failing', storage: 'failing' },
    warnings: [],
  })
  expect(await readDetails()).toMatchObject({ warnings: ['DISK_LOW'], lowDisks: ['ZHUNXIN_DATA'] })
})

test('what becomes known during a look counts, though the look itself says nothing', async () => {
  const { isReady } = createHealth(probes)
  expect(await isReady()).toBe(true)
  probes.database.mockImplementation(() => {
    availability.reason = '57P03'
    return lost()
  })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(await isReady()).toBe(false)
})

test.each(['database', 'storage'] as const)(
  'a %s that fails is a fact, and one that works again, too',
  async (name) => {
    const { isReady, readDetails } = createHealth(probes)
    expect(await isReady()).toBe(true)
    probes[name].mockImplementation(failing)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await isReady()).toBe(false)
    expect(await readDetails()).toMatchObject({ status: 'failing', checks: { [name]: 'failing' } })
    probes[name].mockImplementation(well)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await isReady()).toBe(true)
  },
)

test.each(['database', 'storage'] as const)(
  'a %s that is slow is not failing until a minute has passed; details say that it is slow',
  async (name) => {
    const { isReady, readDetails } = createHealth(probes)
    expect(await isReady()).toBe(true)
    probes[name].mockImplementation(() => new Promise((resolve) => setTimeout(resolve, 80_000, true)))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await after(500, isReady())).toBe(true)
    expect(await after(500, readDetails())).toMatchObject({ status: 'ok', slow: [name] })
    await vi.advanceTimersByTimeAsync(58_999)
    expect(await isReady()).toBe(true)
    await vi.advanceTimersByTimeAsync(1)
    expect(await isReady()).toBe(false)
    expect(await readDetails()).toMatchObject({ checks: { [name]: 'failing' }, slow: [name] })
    expect(probes[name]).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await isReady()).toBe(true)
    expect(await readDetails()).not.toHaveProperty('slow')
  },
)

test('a connection that is lost under a look, or was not to get in time, says nothing about the database', async () => {
  const { isReady } = createHealth(probes)
  expect(await isReady()).toBe(true)
  probes.database.mockImplementation(lost)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(await isReady()).toBe(true)
  probes.database.mockImplementation(
    () => new Promise((_, reject) => setTimeout(() => reject(new DatabaseUnavailableError('BUSY')), 9_000)),
  )
  for (let looks = 0; looks < 7; looks += 1) {
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await after(9_000, isReady())).toBe(true)
  }
  expect(await isReady()).toBe(false) // 63 seconds of looks
})

test('nothing is ready before the first result', async () => {
  probes.storage.mockImplementation(hanging)
  expect(await after(5_000, createHealth(probes).isReady())).toBe(false)
})

test('conditions that need the database are left out of a look during which it was away', async () => {
  const { readDetails } = createHealth(probes)
  expect((await readDetails()).warnings).toEqual(['WORKER_MISSING', 'DISK_LOW'])
  found.during = () => {
    availability.reason = 'ECONNREFUSED'
  }
  await vi.advanceTimersByTimeAsync(5_000)
  await readDetails()
  availability.reason = null // it is back, and the next look comes in some seconds
  expect((await readDetails()).warnings).toEqual(['DISK_LOW'])
})
