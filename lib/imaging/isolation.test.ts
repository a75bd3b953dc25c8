import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { decoderPool } from './decoder-pool'
import { EMPTY, launcher } from './isolation'
import { bundleDecoder } from './testing/bundle-decoder'
import { LIMITS, plain } from './testing/sample-images'
import { inspectBytes } from './testing/whole-files'

const folders = vi.hoisted(() => ({ data: '', mounted: '' }))
let server: Server

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })
beforeAll(async () => {
  folders.data = mkdtempSync(path.join(tmpdir(), 'zhunxin-isolation-'))
  folders.mounted = mkdtempSync(path.join(tmpdir(), 'zhunxin-secret-'))
  for (const folder of Object.values(folders)) {
    writeFileSync(path.join(folder, 'keyring.json'), '{"active":"test"}', { mode: 0o600 })
  }
  // Before anything asks for the environment.
  vi.stubEnv('ZHUNXIN_DATA', folders.data)
  vi.stubEnv('ZHUNXIN_KEYRING', path.join(folders.mounted, 'keyring.json'))
  await bundleDecoder()
  server = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  decoderPool().close()
  server.close()
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true })
})

/** Tries all that it must not be able to do, and says what it could. */
const INTRUDER = `
  const { readFileSync, readdirSync } = require('node:fs')
  const { execFileSync } = require('node:child_process')
  const { connect } = require('node:net')
  const [data, mounted, parent, port] = process.argv.slice(1)
  const could = []
  const attempt = (name, act) => { try { if (act()?.length) could.push(name) } catch {} }
  attempt('environment', () => Object.keys(process.env))
  attempt('list the data folder', () => readdirSync(data))
  attempt('read the keyring', () => readFileSync(data + '/keyring.json', 'utf8'))
  attempt('read the mounted keyring', () => readFileSync(mounted + '/keyring.json', 'utf8'))
  attempt('read the portal’s environment', () => readFileSync('/proc/' + parent + '/environ', 'utf8'))
  attempt('read through the portal’s root', () => readFileSync('/proc/' + parent + '/root' + data + '/keyring.json', 'utf8'))
  for (const options of [[data], ['-l', data]])
    attempt('uncover', () => (execFileSync('/usr/bin/umount', options, { stdio: 'ignore' }), readdirSync(data)))
  const socket = connect(Number(port), '127.0.0.1')
  const end = () => { process.stdout.write(JSON.stringify(could)); process.exit() }
  socket.on('connect', () => { could.push('connect'); end() })
  socket.on('error', end)
  setTimeout(end, 3_000)
`

async function intrude(command: readonly string[]): Promise<string[]> {
  const [first, ...words] = [...command, process.execPath]
  const { port } = server.address() as AddressInfo
  const about = [folders.data, folders.mounted, String(process.pid), String(port)]
  const options = { env: EMPTY }
  const { stdout } = await promisify(execFile)(first, [...words, '-e', INTRUDER, ...about], options)
  return JSON.parse(stdout) as string[]
}

describe('a process that is started as a decoder child is', () => {
  it('reaches neither the network nor the keys, as far as it is said', async ({ skip }) => {
    const { command, isolation } = await launcher()
    const could = await intrude(command)
    expect(could).not.toContain('environment')
    if (isolation.networkWithheld) expect(could).not.toContain('connect')
    if (isolation.filesHidden) expect(could).toEqual([])
    else skip('This system does not let files be hidden from a child')
  })

  it('would reach both, if nothing withheld them', async () => {
    expect(await intrude([])).toEqual(
      expect.arrayContaining(['list the data folder', 'read the keyring', 'read the mounted keyring', 'connect']),
    )
  })

  it('decodes all the same', async () => {
    expect(await inspectBytes(await plain(800, 600).jpeg().toBuffer(), LIMITS)).toMatchObject({ width: 800 })
  })
})
