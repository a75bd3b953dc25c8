import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { type Portal, startPortal } from '@/tests/setup/portal'

let folder: string
let portal: Portal
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-connections-'))
  portal = await startPortal({ dataFolder: path.join(folder, 'data') })
})
afterAll(async () => {
  await portal?.stop()
  for (const socket of open) socket.destroy()
  rmSync(folder, { recursive: true, force: true })
})

const open = new Set<Socket>()

/** Opens a connection and writes to it; `closed` resolves with the answer. */
function openWith(text: string): { closed: Promise<string> } {
  const socket = connect(Number(new URL(portal.address).port), '127.0.0.1', () => socket.write(text))
  open.add(socket)
  let got = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    got += chunk
  })
  socket.on('error', () => {}) // closed is closed
  return { closed: new Promise((resolve) => socket.once('close', () => resolve(got))) }
}

const upgrade = (target: string) =>
  [
    `GET ${target} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==',
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n')

test('upgrades are refused and closed, however many, before and after the first page', async () => {
  for (const round of ['before', 'after']) {
    const targets = ['/_next/webpack-hmr', '/_next/hmr', '/', '/api/health/live', '/nowhere']
    const all = Array.from({ length: 300 }, (_, n) => openWith(upgrade(targets[n % targets.length] ?? '/')))
    for (const answer of await Promise.all(all.map(({ closed }) => closed))) {
      expect(answer, round).toMatch(/^HTTP\/1\.1 400 /)
    }
    expect((await fetch(portal.address)).status, round).toBe(200)
  }
})

test('a stop ends connections that say half of something, and PostgreSQL with them', async () => {
  const lock = path.join(folder, 'data', 'postgres', 'postmaster.pid')
  const postgres = Number(readFileSync(lock, 'utf8').split('\n')[0])
  const half = [
    'GET / HT',
    'GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX: ',
    `POST /sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: ${portal.url}\r\nContent-Length: 900\r\n\r\nabc`,
    'POST /api/tus HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab',
    '',
  ]
  const all = half.flatMap((text) => Array.from({ length: 20 }, () => openWith(text)))
  all.push(...Array.from({ length: 100 }, () => openWith(upgrade('/_next/webpack-hmr'))))
  await fetch(`${portal.address}/api/health/live`)
  expect(await portal.stop()).toBe(0)
  await Promise.all(all.map(({ closed }) => closed))
  expect(portal.output()).toContain('Stopped.')
  expect(existsSync(lock)).toBe(false)
  // It removes its lock just before it ends.
  await vi.waitFor(() => expect(() => process.kill(postgres, 0)).toThrow(), PATIENCE)
})
