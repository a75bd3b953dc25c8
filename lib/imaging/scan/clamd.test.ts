import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EICAR, hasClamd, MAX_BYTES, startClamd } from '@/tests/setup/clamd'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { type ClamdAddress, pingClamd, ScannerError, scanByClamd } from './clamd'

const TIMEOUT = PATIENCE
const MIB = 1024 * 1024

function* inPieces(bytes: Buffer, length = 65_536) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

describe('Debian’s clamd', () => {
  let clamd: Awaited<ReturnType<typeof startClamd>>
  beforeAll(async () => {
    if (hasClamd) clamd = await startClamd()
  })
  afterAll(() => clamd?.stop())
  const scan = (bytes: Buffer) => scanByClamd({ path: clamd.socket }, Readable.from(inPieces(bytes)), TIMEOUT)

  test.skipIf(!hasClamd).each([
    ['alone', Buffer.from(EICAR)],
    ['across pieces', Buffer.concat([Buffer.alloc(65_530, 'x'), Buffer.from(EICAR), Buffer.alloc(100_000, 'x')])],
  ])('finds a virus %s', async (_, bytes) => {
    expect(await scan(bytes)).toEqual({ isClean: false, signature: 'Own.Eicar.UNOFFICIAL' })
  })

  test.skipIf(!hasClamd).each([0, 1, 65_536, MAX_BYTES])('finds none in %i other bytes', async (length) => {
    expect(await scan(randomBytes(length))).toEqual({ isClean: true })
  })

  test.skipIf(!hasClamd)('a file that it does not read to the end is not clean', async () => {
    await expect(scan(randomBytes(MAX_BYTES + 1))).rejects.toThrow(ScannerError)
    await expect(scan(randomBytes(20 * MIB))).rejects.toThrow(ScannerError)
  })

  test.skipIf(!hasClamd)('answers whether it is running', async () => {
    expect(await pingClamd({ path: clamd.socket }, TIMEOUT)).toBe(true)
  })
})

describe('a scanner that', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhunxin-scanner-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  /** Serves one test on a socket, or on a port, as it says. */
  async function withScanner(
    serve: (socket: Socket) => void,
    use: (address: ClamdAddress) => Promise<void>,
    isPort = false,
  ) {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => {}))
      serve(socket)
    })
    const path = join(folder, 's')
    await new Promise<void>((resolve) =>
      isPort ? server.listen(0, '127.0.0.1', resolve) : server.listen(path, resolve),
    )
    const at = server.address()
    try {
      await use(at && typeof at === 'object' ? { host: '127.0.0.1', port: at.port } : { path })
    } finally {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    }
  }

  /** Answers once all has come. */
  const atTheEnd = (answer: string) => (socket: Socket) => {
    socket.on('data', (piece) => {
      if (piece.subarray(-4).equals(Buffer.alloc(4))) socket.write(answer)
    })
  }

  const small = () => Readable.from([Buffer.from('hello')])
  const big = () => Readable.from(inPieces(randomBytes(20 * MIB)))

  test.each([false, true])('says OK of the whole is believed (by port: %s)', async (isPort) => {
    const use = async (address: ClamdAddress) => {
      for (const source of [small(), big()]) {
        expect(await scanByClamd(address, source, TIMEOUT)).toEqual({ isClean: true })
      }
    }
    await withScanner(atTheEnd('stream: OK\0'), use, isPort)
  })

  test.each<[string, (socket: Socket) => void]>([
    ['stalls', () => {}],
    ['reads and stalls', (socket) => socket.resume()],
    ['hangs up', (socket) => socket.destroy()],
    ['hangs up half-way', (socket) => socket.once('data', () => socket.destroy())],
    ['hangs up instead of answering', (socket) => socket.on('data', (piece) => piece.at(-1) === 0 && socket.destroy())],
    ['says nothing whole', (socket) => socket.resume().end('stream: OK')],
    ['says nothing', (socket) => socket.resume().end('\0')],
    ['talks nonsense', (socket) => socket.resume().end('HTTP/1.1 200 OK\r\n\r\n\0')],
    ['talks without end', (socket) => socket.resume().write('OK'.repeat(10_000))],
    ['has an error', atTheEnd('stream: Can’t allocate memory ERROR\0')],
    ['names no virus', atTheEnd('stream:  FOUND\0')],
    ['finds too much', (socket) => socket.once('data', () => socket.end('INSTREAM size limit exceeded. ERROR\0'))],
    ['says OK of another stream', atTheEnd('stream: OK, or so\0')],
  ])('%s has not said that it is clean', async (_, serve) => {
    await withScanner(serve, async (address) => {
      for (const source of [small(), big()]) {
        await expect(scanByClamd(address, source, 500)).rejects.toThrow(ScannerError)
        expect(source.destroyed).toBe(true)
      }
    })
  })

  test('says OK before it has all has not said that it is clean', async () => {
    const later = async function* () {
      yield Buffer.from('hello')
      await sleep(200)
      yield Buffer.from('virus')
    }
    await withScanner(
      (socket) => socket.resume().write('stream: OK\0'),
      async (address) => {
        await expect(scanByClamd(address, Readable.from(later()), TIMEOUT)).rejects.toThrow(ScannerError)
      },
    )
  })

  test('is not there has not said that it is clean', async () => {
    const nowhere = { path: join(folder, 'nowhere') }
    await expect(scanByClamd(nowhere, small(), TIMEOUT)).rejects.toMatchObject({
      name: 'ScannerError',
      code: 'ENOENT',
    })
    await expect(scanByClamd({ host: '127.0.0.1', port: 1 }, big(), TIMEOUT)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
    await expect(pingClamd(nowhere, TIMEOUT)).rejects.toThrow(ScannerError)
  })

  test('reads what fails half-way throws what that failed with', async () => {
    const failing = async function* () {
      yield Buffer.from('hello')
      throw new Error('the blob is broken')
    }
    await withScanner(atTheEnd('stream: OK\0'), async (address) => {
      await expect(scanByClamd(address, Readable.from(failing()), TIMEOUT)).rejects.toThrow('the blob is broken')
    })
  })
})
