import { beforeEach, expect, test, vi } from 'vitest'
import { MINUTE } from '@/lib/core/clock'
import { DecoderStarter } from './decoder-starter'
import { StartRefusedError } from './decoding-rule'
import type { Measure } from './measures'

const given = vi.hoisted(() => ({ missing: [] as Measure[], isLoopback: false, allowed: '0', starts: 0 }))
vi.mock('./isolation', () => ({ launcher: async () => ({ command: [], isolation: { missing: given.missing } }) }))
vi.mock('@/lib/core/env', async (original) => ({
  ...(await original<object>()),
  env: () => ({ isLoopback: given.isLoopback, DECODE_WITHOUT_SANDBOX: given.allowed }),
}))
vi.mock('./decoder-process', () => ({
  DecoderProcess: class {
    alive = true
    constructor() {
      given.starts += 1
    }
    kill() {
      this.alive = false
    }
  },
}))

let starter: DecoderStarter
beforeEach(() => {
  Object.assign(given, { missing: [], isLoopback: false, allowed: '0', starts: 0 })
  starter = new DecoderStarter({ before: [], words: [], spareMs: MINUTE })
})

test('a child that could reach the portal is not started, though one was before, and none is ahead', async () => {
  await starter.take()
  expect(given.starts).toBe(1)
  given.missing = ['OWN_ACCOUNT', 'HIDDEN_PORTAL']
  await expect(starter.take()).rejects.toThrow(StartRefusedError)
  starter.startAhead()
  expect(given.starts).toBe(1)
  given.missing = ['OWN_ACCOUNT']
  await starter.take()
  starter.startAhead()
  expect(given.starts).toBe(3)
  starter.close()
})

test.each([{ isLoopback: true }, { allowed: '1' }])('with %o it is started', async (setting) => {
  Object.assign(given, { missing: ['OWN_ACCOUNT', 'HIDDEN_PORTAL'], ...setting })
  await starter.take()
  expect(given.starts).toBe(1)
})
