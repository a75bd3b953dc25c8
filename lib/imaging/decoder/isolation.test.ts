import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type EmbeddedDatabase, startEmbedded } from '@/lib/db/embedded'
import { bundleDecoder } from '../testing/bundle-decoder'
import { CALLER, calls, INTRUDER } from '../testing/hostile-programs'
import { mayEverything } from '../testing/in-decoders-place'
import { LIMITS, plain } from '../testing/sample-images'
import { inspectBytes } from '../testing/whole-files'
import { CHILD_ENVIRONMENT } from './decoder-files'
import { decoderPool } from './decoder-pool'
import { launcher } from './isolation'

const folders = vi.hoisted(() => ({ data: '', mounted: '' }))
const servers: Server[] = []
const sockets: string[] = []
let database: EmbeddedDatabase
let postgres = 0
let port = 0
const victim = spawn('/bin/sleep', ['600'], { stdio: 'ignore' })

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
  database = await startEmbedded({ dataFolder: folders.data, isDurable: false })
  postgres = Number(readFileSync(path.join(folders.data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  const folder = new URL(database.url()).searchParams.get('host') ?? ''
  sockets.push(path.join(folder, '.s.PGSQL.5432'), path.join(folders.mounted, 'socket'), '\0zhunxin-isolation')
  for (const place of [{ port: 0, host: '127.0.0.1' }, { path: sockets[1] }, { path: sockets[2] }]) {
    const server = createServer((socket) => socket.end()).listen(place)
    await once(server, 'listening')
    servers.push(server)
  }
  const [byPort] = servers
  port = (byPort?.address() as AddressInfo | undefined)?.port ?? 0
})
afterAll(async () => {
  decoderPool().close()
  victim.kill('SIGKILL')
  for (const server of servers) server.close()
  await database?.stop()
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true })
})

/** Runs a program where the decoder would, with a pipe to write to, since it may write to no file. */
async function inPlace(command: readonly string[], ...program: string[]): Promise<string> {
  const [file = '', ...words] = [...command, ...program]
  const { stdout } = await promisify(execFile)(file, words, { env: CHILD_ENVIRONMENT, timeout: 40_000 })
  return stdout
}

async function intrude(command: readonly string[]): Promise<string[]> {
  const about = {
    ...folders,
    ...{ postgres, portal: process.pid, victim: victim.pid, port, sockets },
    writable: [...Object.values(folders), path.resolve('node_modules'), path.resolve('.build')],
    everywhere: command.length > 0,
  }
  return JSON.parse(await inPlace(command, process.execPath, '-e', INTRUDER, JSON.stringify(about))) as string[]
}

const callerRuns = process.arch === 'x64' && existsSync('/usr/bin/perl')
const refusedCalls = async (command: readonly string[]) =>
  (await inPlace(command, '/usr/bin/perl', '-e', CALLER)).split(',').sort()

describe('a process that is started as a decoder child is', () => {
  it('has every layer and every limit, if all of them are available', async ({ skip }) => {
    const { missing } = (await launcher()).isolation
    if (!mayEverything()) skip(`Not as root on a Debian 13: ${missing.join(', ') || 'nothing'} is missing`)
    expect(missing).toEqual([])
  })

  it('reaches no key, no process, no socket, no network, no program, and writes nothing', async ({ skip }) => {
    const { command, isolation } = await launcher()
    if (isolation.missing.length > 0 && !mayEverything()) skip(`Missing here: ${isolation.missing.join(', ')}`)
    expect(await intrude(command)).toEqual([])
    expect(victim.exitCode ?? victim.signalCode).toBeNull()
  })

  it('would reach them, if nothing withheld them', async () => {
    expect(await intrude([])).toEqual(
      expect.arrayContaining([
        'list the data folder',
        'read a keyring',
        'see a process',
        'read of a process',
        'signal a process',
        'connect by TCP',
        'connect to a socket',
        'listen',
        'start a program',
        'write a file',
      ]),
    )
  })

  it.skipIf(!callerRuns)('is refused the system calls that lead further', async ({ skip }) => {
    const { command, isolation } = await launcher()
    if (isolation.missing.length > 0 && !mayEverything()) skip(`Missing here: ${isolation.missing.join(', ')}`)
    expect(await refusedCalls(command)).toEqual(Object.keys(calls()).sort())
    expect(await refusedCalls([])).not.toEqual(expect.arrayContaining(['socket']))
  })

  it('decodes all the same', async () => {
    expect(await inspectBytes(await plain(800, 600).jpeg().toBuffer(), LIMITS)).toMatchObject({ width: 800 })
  })
})
