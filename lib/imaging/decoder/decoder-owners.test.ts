import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { HOUR } from '@/lib/core/clock'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { bundleDecoder } from '../testing/bundle-decoder'
import { plain } from '../testing/sample-images'
import { originalOf } from '../testing/whole-files'
import { markerPool, watermark } from '../watermark'
import { DecoderPool, type DecoderPoolOptions } from './decoder-pool'
import { DecoderProcess } from './decoder-process'
import { DecoderStarter } from './decoder-starter'
import * as isolation from './isolation'
import { startedBy } from './processor-time'

const onLinux = process.platform === 'linux'
const request = { mediaType: 'image/jpeg', maxPixels: 1e8, minShortSide: 1, maxPages: 1 } as const

let photo: Buffer
/** Needs a fresh child, and about half a second. */
let large: Buffer
let pool: DecoderPool

beforeAll(async () => {
  await bundleDecoder()
  photo = await plain(800, 600).jpeg().toBuffer()
  large = await plain(4_100, 4_000).jpeg().toBuffer()
})
afterEach(() => {
  vi.restoreAllMocks()
  pool?.close()
  markerPool().close()
})

function start(options: DecoderPoolOptions = {}) {
  others = decoders()
  pool = new DecoderPool(options)
}

const decode = (owner: string, { sender = owner, bytes = photo } = {}) =>
  pool.decode(request, originalOf(bytes), { owner, sender }, async () => {})

/** Decodes for an owner in a pool of one child, and returns that child. */
async function childOf(owner: string, bytes = photo) {
  await decode(owner, { bytes })
  const [pid = 0] = pool.pids
  return pid
}

async function spare(): Promise<number> {
  await vi.waitFor(() => expect(pool.sparePid).toBeDefined(), PATIENCE)
  return pool.sparePid ?? 0
}

/** Lists the decoders of this process that other tests left, which may end at any time. */
let others: number[] = []
const decoders = () => startedBy(process.pid).filter((pid) => wordsOf(pid).includes('decoder-child.cjs'))
/** Returns how many decoders a test has started that still run. */
const running = () => decoders().filter((pid) => !others.includes(pid)).length

function wordsOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  } catch {
    return ''
  }
}

describe('a child', () => {
  it('serves one owner, whose next files it decodes too', async () => {
    start({ size: 1 })
    const first = await childOf('a')
    expect(await childOf('a')).toBe(first)
    const second = await childOf('b')
    const third = await childOf('a')
    expect(new Set([first, second, third]).size).toBe(3)
  })

  it('serves one owner, no matter who sends and how many wait', async () => {
    start()
    const decoding = vi.spyOn(DecoderProcess.prototype, 'decode')
    const owners = ['a', 'b', 'c', 'd']
    const files = owners.flatMap((owner, n) =>
      Array.from({ length: 4 }, async () => {
        // The size that is allowed says whose request it is.
        await pool.decode(
          { ...request, maxPixels: 1e8 + n },
          originalOf(photo),
          { owner, sender: 'one' },
          async () => {},
        )
        expect(pool.pids.length + (pool.sparePid ? 1 : 0)).toBeLessThanOrEqual(3)
      }),
    )
    await Promise.all(files)
    const served = new Map<DecoderProcess, Set<number>>()
    for (const [at, child] of (decoding.mock.contexts as DecoderProcess[]).entries()) {
      const [asked] = decoding.mock.calls[at] ?? []
      const maxPixels = asked && 'maxPixels' in asked ? asked.maxPixels : 0
      served.set(child, (served.get(child) ?? new Set()).add(maxPixels))
    }
    expect(decoding).toHaveBeenCalledTimes(16)
    expect([...served.values()].map(({ size }) => size)).toEqual(Array.from(served, () => 1))
    expect(served.size).toBeLessThan(16)
  })

  it('waits for its owner while another slot is free', async () => {
    start({ size: 2 })
    const first = await childOf('a')
    await decode('b')
    const second = pool.pids.find((pid) => pid !== first)
    await decode('b')
    await decode('a')
    expect(new Set(pool.pids)).toEqual(new Set([first, second]))
    await decode('c') // in the place of the one that waited longest
    expect(pool.pids).toHaveLength(2)
    expect(pool.pids).toContain(first)
    expect(pool.pids).not.toContain(second)
  })

  it('is replaced for its own owner too where a file needs a fresh one', async () => {
    start({ size: 1 })
    const first = await childOf('a')
    const next = await spare()
    expect(await childOf('a', large)).toBe(next)
    expect(next).not.toBe(first)
  })
})

describe('the child that is started ahead', () => {
  it('is there before the next owner comes, has seen no file, and serves that one', async () => {
    start({ size: 1 })
    const decoding = vi.spyOn(DecoderProcess.prototype, 'decode')
    await decode('a')
    const next = await spare()
    expect(pool.pids).not.toContain(next)
    expect(decoding).toHaveBeenCalledTimes(1)
    expect(await childOf('b')).toBe(next)
    expect(await spare()).not.toBe(next)
  })

  it('is none that was killed', async () => {
    start({ size: 1 })
    await decode('a')
    const next = await spare()
    process.kill(next, 'SIGKILL')
    await vi.waitFor(() => expect(pool.sparePid).toBeUndefined(), PATIENCE)
    expect(await childOf('b')).not.toBe(next)
  })

  it('is none that was started with other measures than the system permits by now', async () => {
    start({ size: 1 })
    await decode('a')
    const next = await spare()
    const before = await isolation.launcher()
    vi.spyOn(isolation, 'launcher').mockResolvedValue({ ...before, command: [...before.command] })
    expect(await childOf('b')).not.toBe(next)
  })

  it('is missing where the system refuses it, and the file before it is decoded all the same', async () => {
    start({ size: 1 })
    const found = await isolation.launcher()
    let starts = 0
    const command = Object.assign([...found.command], {
      // A word of a program can't contain this: the second start throws.
      *[Symbol.iterator]() {
        starts += 1
        yield* starts === 1 ? found.command : ['\0']
      },
    })
    const launching = vi.spyOn(isolation, 'launcher').mockResolvedValue({ ...found, command })
    await decode('a')
    expect(starts).toBe(2)
    expect(pool.sparePid).toBeUndefined()
    await expect(decode('b')).rejects.toThrow('null bytes')
    launching.mockRestore()
    await decode('b')
    expect(pool.busy).toBe(0)
  })

  it('follows a child that a file made crash', async () => {
    start({ size: 1 })
    const first = await childOf('a')
    const next = await spare()
    const pieces = async function* () {
      process.kill(first, 'SIGSEGV')
      yield photo
    }
    const original = { size: photo.length, open: async () => Readable.from(pieces()) }
    const struck = pool.decode(request, original, { owner: 'a', sender: 'a' })
    await expect(struck).rejects.toMatchObject({ code: 'FILE_BROKEN' })
    expect(await childOf('a')).toBe(next)
  })

  it.skipIf(!onLinux)('is one, next to as many as work, and none when nothing came for a while', async () => {
    start({ size: 2 })
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((owner) => decode(owner)))
    await spare()
    await vi.waitFor(() => expect(running()).toBe(3), PATIENCE)
    pool.close()
    start({ size: 2, idleMs: 1, spareMs: 1 })
    await Promise.all(['a', 'b', 'c'].map((owner) => decode(owner)))
    await vi.waitFor(() => expect(running()).toBe(0), PATIENCE)
  })

  it.skipIf(!onLinux)('is gone with the pool, and does not come back with the last answer', async () => {
    start({ size: 1, spareMs: HOUR })
    await decode('a')
    await spare()
    const open = async () => {
      pool.close() // while the child is at work
      return Readable.from([photo])
    }
    const whose = { owner: 'a', sender: 'a' }
    const struck = pool.decode(request, { size: photo.length, open }, whose)
    await expect(struck).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    await vi.waitFor(() => expect(running()).toBe(0), PATIENCE)
  })
})

it('an owner’s turn starts with the child, and ends by the clock', async () => {
  start({ size: 1 })
  const now = vi.spyOn(performance, 'now').mockReturnValue(0)
  const decoding = decode('a')
  expect(pool.ownersInTurn).toEqual([])
  await decoding
  expect(pool.ownersInTurn).toEqual(['a'])
  await decode('b')
  expect(pool.ownersInTurn).toEqual(['b'])
  now.mockReturnValue(400)
  await decode('b')
  expect(pool.ownersInTurn).toEqual(['b'])
  now.mockReturnValue(500)
  expect(pool.ownersInTurn).toEqual([])
  // What makes a child crash, or needs a fresh one, starts no turn.
  await decode('b', { bytes: large })
  expect(pool.ownersInTurn).toEqual([])
})

it('within a turn, a waiting file of the child’s owner goes first, and after it senders have turns as before', async () => {
  start({ size: 1 })
  const now = vi.spyOn(performance, 'now').mockReturnValue(0)
  const done: string[] = []
  const from = async (owner: string) => {
    await decode(owner)
    done.push(owner)
  }
  await Promise.all(['a', 'b', 'b', 'a', 'c', 'a'].map(from))
  expect(done).toEqual(['a', 'a', 'a', 'b', 'b', 'c'])
  done.length = 0
  now.mockReturnValue(600)
  await decode('c') // its turn is over, and that of a child for it would start now
  const late = ['c', 'a', 'c'].map(from)
  await Promise.all(late)
  expect(done).toEqual(['c', 'a', 'c'])
})

describe('where a child is started ahead only while it is needed', () => {
  const needed = () => {
    start({ size: 1, startsAhead: 'WHILE_NEEDED' })
    return vi.spyOn(DecoderStarter.prototype, 'startAhead')
  }

  it('one account alone has none', async () => {
    const starting = needed()
    const first = await childOf('a')
    expect(await childOf('a')).toBe(first)
    expect(starting).not.toHaveBeenCalled()
    expect(pool.sparePid).toBeUndefined()
  })

  it('the owner after another has a child that has seen no file, and the one after that need not wait', async () => {
    needed()
    const first = await childOf('a')
    const second = await childOf('b')
    expect(second).not.toBe(first)
    const next = await spare()
    expect(await childOf('a')).toBe(next)
    expect(next).not.toBe(first)
  })

  it('so has an account whose files need fresh ones', async () => {
    const starting = needed()
    await childOf('a')
    await childOf('a', large)
    expect(starting).toHaveBeenCalled()
  })

  it('one account alone has none again, a while after the other', async () => {
    const starting = needed()
    const now = vi.spyOn(performance, 'now').mockReturnValue(0)
    await decode('a')
    now.mockReturnValue(HOUR)
    await decode('a')
    expect(starting).not.toHaveBeenCalled()
    await decode('b')
    expect(starting).toHaveBeenCalledTimes(1)
    now.mockReturnValue(2 * HOUR)
    await decode('b')
    expect(starting).toHaveBeenCalledTimes(1)
  })

  it('a child that stopped by itself was not used up', async () => {
    start({ size: 1, startsAhead: 'WHILE_NEEDED', idleMs: 1 })
    const starting = vi.spyOn(DecoderStarter.prototype, 'startAhead')
    await decode('a')
    await vi.waitFor(() => expect(pool.pids).toEqual([]), PATIENCE)
    await decode('a')
    expect(starting).not.toHaveBeenCalled()
  })
})

it('views of two cases have two children, also for the same viewer', async () => {
  const decoding = vi.spyOn(DecoderProcess.prototype, 'decode')
  const mark = (caseId: string, viewerId: string) => watermark(originalOf(photo), [caseId], { caseId, viewerId })
  await mark('case 1', 'viewer')
  await mark('case 2', 'viewer')
  await mark('case 1', 'another')
  await mark('case 3', 'viewer')
  const [one, two, again, three] = decoding.mock.contexts
  expect(again).toBe(one)
  expect(new Set([one, two, three]).size).toBe(3)
})
