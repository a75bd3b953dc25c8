import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { build } from 'esbuild'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { FileMediaType } from '@/lib/core/files/file-formats'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { bundleDecoder } from '../testing/bundle-decoder'
import { LIMITS, plain } from '../testing/sample-images'
import { pdfOf } from '../testing/sample-pdfs'
import { originalOf } from '../testing/whole-files'
import { DecoderPool, type DecoderPoolOptions, isolation } from './decoder-pool'

const onLinux = process.platform === 'linux'
const request = { ...LIMITS, mediaType: 'image/jpeg', maxPages: 1 } as const
const whoseOf = (sender: string) => ({ owner: sender, sender })
const decoded = { message: { kind: 'DONE' } }

let photo: Buffer
/** Needs a fresh child, and about half a second. */
let large: Buffer
/** Takes as long, even in a child that has worked before. */
let deep: Buffer
let pool: DecoderPool

function start(options: DecoderPoolOptions = {}) {
  pool = new DecoderPool(options)
  return pool
}

const decode = (bytes: Buffer, mediaType: FileMediaType = 'image/jpeg', sender = 'sender') =>
  pool.decode({ ...request, mediaType }, originalOf(bytes), whoseOf(sender), async () => {})

/**
 * Opens the photograph, then what comes after it, with the size of the photograph alone; it is cut where `more` is
 * below 0.
 */
const photoAnd =
  (then: () => Promise<string>, more = 0) =>
  () => {
    const bytes = async function* () {
      yield photo.subarray(0, photo.length + more)
      yield Buffer.from(await then())
    }
    return { size: photo.length, open: async () => Readable.from(bytes()) }
  }

const isRunning = (pid: number) => {
  try {
    // A zombie, whose parent has not looked yet, is dead.
    return onLinux ? !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1')) : process.kill(pid, 0)
  } catch {
    return false
  }
}

// Children start slowly on a machine that is busy.

beforeAll(async () => {
  await bundleDecoder()
  photo = await plain(800, 600).jpeg().toBuffer()
  large = await plain(7_000, 7_000).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer()
  deep = await plain(3_990, 3_990).toColourspace('rgb16').png({ compressionLevel: 1 }).toBuffer()
})
afterEach(() => {
  vi.restoreAllMocks()
  pool?.close()
})

describe('DecoderPool', () => {
  it('serves many with two children, and uses the same ones again', async () => {
    start()
    const answers = await Promise.all(Array.from({ length: 8 }, () => decode(photo)))
    expect(answers).toMatchObject(Array.from({ length: 8 }, () => decoded))
    const { pids } = pool
    expect(pids).toHaveLength(2)
    await decode(photo)
    expect(pool.pids).toEqual(pids)
  })

  it('lets no more wait than it has room for', async () => {
    start({ size: 1, maxWaiting: 1 })
    const asked = await Promise.allSettled([1, 2, 3].map(() => decode(photo)))
    expect(asked).toMatchObject([{ value: decoded }, { value: decoded }, { reason: { code: 'TRY_AGAIN' } }])
  })

  it('gives senders turns, in the order in which they came', async () => {
    start({ size: 1 })
    let clock = 0
    const done: string[] = []
    const from = async (sender: string, nth: number) => {
      await decode(photo, 'image/jpeg', sender)
      done.push(`${sender}${nth}`)
    }
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 500)) // each turn is over after one file
    const flood = [1, 2, 3, 4, 5].map((nth) => from('a', nth))
    await Promise.all([...flood, from('b', 1), from('c', 1), from('b', 2)])
    // The first has the child at once; the next turn is that of its sender's, for nobody else waited before.
    expect(done).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4', 'a5'])
  })

  it('lets no more of one sender wait than each may, and others as before', async () => {
    start({ size: 1, maxWaitingEach: 2 })
    const own = [1, 2, 3, 4, 5].map(() => decode(photo, 'image/jpeg', 'a'))
    const all = await Promise.allSettled([...own, decode(photo, 'image/jpeg', 'b')])
    const refused = { reason: { code: 'TRY_AGAIN' } }
    expect(all).toMatchObject([...[1, 2, 3].map(() => ({ value: decoded })), refused, refused, { value: decoded }])
  })

  it('when no room is left, the newest of who has the most makes room for who has less', async () => {
    start({ size: 1, maxWaiting: 3 })
    const own = [1, 2, 3, 4].map(() => decode(photo, 'image/jpeg', 'a'))
    const others = ['b', 'c', 'd'].map((sender) => decode(photo, 'image/jpeg', sender))
    const all = await Promise.allSettled([...own, ...others])
    const [taken, refused] = [{ value: decoded }, { reason: { code: 'TRY_AGAIN' } }]
    expect(all).toMatchObject([taken, taken, refused, refused, taken, taken, refused])
  })

  it.skipIf(!onLinux)('leaves the processors to others, where it is polite', async () => {
    const priorityOf = async (isPolite: boolean) => {
      start({ size: 1, isPolite })
      await decode(photo)
      const priority = getPriority(pool.pids[0] ?? 0)
      pool.close()
      return priority
    }
    const own = getPriority()
    expect(await priorityOf(false)).toBe(own)
    expect(await priorityOf(true)).toBe(Math.min(19, own + 10))
  })

  it.each([
    ['SIGKILL', 'TRY_AGAIN'],
    ['SIGTERM', 'TRY_AGAIN'],
    ['SIGSEGV', 'FILE_BROKEN'],
  ] as const)('survives %s in the middle of a decode: %s', async (signal, code) => {
    start({ size: 1 })
    await decode(photo)
    const [pid = 0] = pool.pids
    const pieces = async function* () {
      yield deep
      process.kill(pid, signal) // it has the file, and half a second's work
    }
    const original = { size: deep.length, open: async () => Readable.from(pieces()) }
    const struck = pool.decode({ ...request, mediaType: 'image/png' }, original, whoseOf('sender'), async () => {})
    await expect(struck).rejects.toMatchObject({ code })
    expect(await decode(photo)).toMatchObject(decoded)
  })

  it('stops a decoding that takes too long, and continues with another child', async () => {
    start({ size: 1, timeLimitMs: 150 })
    await expect(decode(large)).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    expect(pool.pids).toEqual([])
    pool = new DecoderPool({ size: 1 })
    expect(await decode(photo)).toMatchObject(decoded)
  })

  it('starts another when an idle child was killed', async () => {
    start({ size: 1 })
    await decode(photo)
    process.kill(pool.pids[0] ?? 0, 'SIGKILL')
    await vi.waitFor(() => expect(pool.pids).toEqual([]), PATIENCE)
    expect(await decode(photo)).toMatchObject(decoded)
  })

  it('ends a child that has had nothing to do', async () => {
    start({ size: 1, idleMs: 50 })
    await decode(photo)
    const [pid = 0] = pool.pids
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), PATIENCE)
    expect(pool.pids).toEqual([])
  })

  it('gives the same large file the same answer however often it comes', async () => {
    start({ size: 1 })
    for (let times = 0; times < 4; times++) expect(await decode(large)).toMatchObject(decoded)
  })

  it('opens no original before a child is free for it, and holds no more of it than passes', async () => {
    start({ size: 1 })
    let open = 0
    let most = 0
    const pieces = async function* () {
      open += 1
      most = Math.max(most, open)
      for (let at = 0; at < photo.length; at += 1_000) yield photo.subarray(at, at + 1_000)
      open -= 1
    }
    const original = { size: photo.length, open: async () => Readable.from(pieces()) }
    const all = Array.from({ length: 12 }, () => pool.decode(request, original, whoseOf('sender'), async () => {}))
    expect(await Promise.all(all)).toMatchObject(all.map(() => decoded))
    expect(most).toBe(1)
  })

  it.each([
    ['fails', new Error('the blob is broken'), photoAnd(() => Promise.reject(new Error('the blob is broken')))],
    ['is shorter than was said', new Error('An original of another size than was said'), photoAnd(async () => '', -1)],
    ['is longer than was said', new Error('An original of another size than was said'), photoAnd(async () => 'x')],
  ])('an original that %s is its reader’s to know, and the next one has another child', async (_, error, original) => {
    start({ size: 1 })
    await decode(photo)
    await expect(pool.decode(request, original(), whoseOf('sender'), async () => {})).rejects.toEqual(error)
    expect(await decode(photo)).toMatchObject(decoded)
  })

  it('reports a page that could not be stored', async () => {
    start({ size: 1 })
    let kept = 0
    const failing = pool.decode(
      { ...request, mediaType: 'application/pdf', maxPages: 10 },
      originalOf(pdfOf({ pages: 4 })),
      whoseOf('sender'),
      async () => {
        kept += 1
        await delay(20)
        if (kept === 2) throw new Error('no room')
      },
    )
    await expect(failing).rejects.toThrow('no room')
    expect(kept).toBe(2)
    expect(await decode(photo)).toMatchObject(decoded)
  })

  it('a child that is killed while it reads is one that was killed', async () => {
    start({ size: 1 })
    await decode(photo)
    const stalling = async function* () {
      yield photo.subarray(0, 1_000)
      process.kill(pool.pids[0] ?? 0, 'SIGKILL')
      await delay(50)
      yield photo.subarray(1_000)
    }
    const original = { size: photo.length, open: async () => Readable.from(stalling()) }
    await expect(pool.decode(request, original, whoseOf('sender'), async () => {})).rejects.toMatchObject({
      code: 'TRY_AGAIN',
    })
    expect(await decode(photo)).toMatchObject(decoded)
  })

  it.skipIf(!onLinux)('withholds environment, network, memory and disk', async () => {
    start({ size: 1 })
    await decode(photo)
    const of = (file: string) => readFileSync(`/proc/${pool.pids[0]}/${file}`, 'latin1')
    expect(of('environ')).toBe('MALLOC_ARENA_MAX=1\0ORT_DISABLE_TELEMETRY=1\0') // the settings that children have
    const { missing } = await isolation()
    if (!missing.includes('OWN_NETWORK')) {
      expect(readlinkSync(`/proc/${pool.pids[0]}/ns/net`)).not.toBe(readlinkSync('/proc/self/ns/net'))
      const interfaces = of('net/dev').trim().split('\n').slice(2)
      expect(
        interfaces.filter(
          (line) => !/^\s*(lo|tunl0|sit0|ip6tnl0|gre0|gretap0|erspan0|ip_vti0|ip6_vti0|ip6gre0):/.test(line),
        ),
      ).toEqual([])
      expect(of('net/route').trim().split('\n')).toHaveLength(1)
    }
    const limits = of('limits')
    const [, soft = '', hard] = /Max data size\s+(\d+)\s+(\d+)/.exec(limits) ?? []
    if (!missing.includes('MEMORY_LIMIT')) {
      expect(hard).toBe(soft)
      expect(Number(soft)).toBeLessThan(1100 * 1024 * 1024)
    }
    if (!missing.includes('FILE_SIZE_LIMIT')) expect(limits).toMatch(/Max file size\s+0\s+0/)
  })
})

describe('a process that uses the pool', () => {
  /** Runs a program of its own that decodes once and then does what `then` says; returns its child's process id. */
  async function run(then: string) {
    const program = path.resolve(`.build/decoder-pool-test-${process.pid}.mjs`)
    const source = `
      import { decoderPool } from './lib/imaging/decoder/decoder-pool'
      import { Readable } from 'node:stream'
      const photo = Buffer.from('${photo.toString('base64')}', 'base64')
      const original = { size: photo.length, open: async () => Readable.from([photo]) }
      const request = { mediaType: 'image/jpeg', maxPixels: 1e6, minShortSide: 1, maxPages: 1 }
      await decoderPool().decode(request, original, { owner: 'sender', sender: 'sender' }, async () => {})
      process.stdout.write(String(decoderPool().pids[0]))
      ${then}`
    const stdin = { contents: source, resolveDir: path.resolve('.') }
    const alias = { '@': path.resolve('.') }
    const { outputFiles } = await build({
      stdin,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      alias,
      write: false,
    })
    writeFileSync(program, outputFiles[0]?.contents ?? '')
    try {
      const parent = spawn(process.execPath, ['--conditions=react-server', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [pid] = await once(parent.stdout, 'data')
      return { parent, pid: Number(pid) }
    } finally {
      rmSync(program)
    }
  }

  it('ends when it is done, and its child with it', async () => {
    const { parent, pid } = await run('')
    const [code] = await once(parent, 'exit')
    expect(code).toBe(0)
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), PATIENCE)
  })

  it('takes its child along when it is killed', async () => {
    const { parent, pid } = await run('setInterval(() => {}, 1_000)')
    expect(isRunning(pid)).toBe(true)
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), PATIENCE)
  })
})
