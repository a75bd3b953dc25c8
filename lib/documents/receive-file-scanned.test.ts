import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { PATIENCE } from '@/tests/setup/patience.mjs'

const at = vi.hoisted(() => ({ folder: '', socket: '' }))
at.folder = mkdtempSync(join(tmpdir(), 'zhunxin-scanned-'))
at.socket = join(at.folder, 'clamd')
vi.stubEnv('ZHUNXIN_DATA', at.folder)
vi.stubEnv('CLAMAV_SOCKET', at.socket)
const { receiveFile } = await import('./receive-file')
const { isScannerWell } = await import('@/lib/imaging/scan/scan-for-viruses')

const LIMITS = {
  mediaTypes: ['image/jpeg', 'image/png'],
  maxBytes: 1_000_000,
  minShortSide: 100,
  maxPixels: 1_000_000,
}
let server: Server
let answer: string
let received: Buffer

beforeAll(() => {
  server = createServer((socket) => {
    received = Buffer.alloc(0)
    socket
      .on('error', () => {})
      .on('data', (piece) => {
        received = Buffer.concat([received, piece])
        if (received.equals(Buffer.from('zPING\0'))) socket.write('PONG\0')
        if (received.subarray(-4).equals(Buffer.alloc(4))) socket.write(answer)
      })
  }).listen(at.socket)
})
afterEach(() => expect(blobs()).toEqual([]))
afterAll(() => {
  vi.unstubAllEnvs()
  server.close()
  rmSync(at.folder, { recursive: true })
})

const blobs = () =>
  readdirSync(join(at.folder, 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
const receive = (bytes: string) => receiveFile(Readable.from([Buffer.from(bytes)]), LIMITS, 'sender')

test('what the scanner knows is refused, though it is no picture either, and leaves nothing', async () => {
  answer = 'stream: Own.Eicar FOUND\0'
  await expect(receive('a file that was sent')).rejects.toMatchObject({ code: 'FILE_INFECTED' })
  expect(received.toString('latin1')).toContain('a file that was sent')
  expect(await isScannerWell(PATIENCE)).toBe(true)
})

test('a file that it does not know is examined further', async () => {
  answer = 'stream: OK\0'
  await expect(receive('no picture')).rejects.toMatchObject({ code: 'FILE_WRONG_KIND' })
})

test('without a verdict it is to be tried again', async () => {
  answer = 'stream: out of memory ERROR\0'
  await expect(receive('anything')).rejects.toMatchObject({ code: 'TRY_AGAIN' })
})

test('without a scanner it is to be tried again', async () => {
  await new Promise((resolve) => server.close(resolve))
  await expect(receive('anything')).rejects.toMatchObject({ code: 'TRY_AGAIN' })
  await expect(isScannerWell(1_000)).rejects.toThrow()
})
