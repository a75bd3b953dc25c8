import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeKey, type NoteKey, parseCheckpoint, verifyNote } from '@/lib/audit-log/note'
import { database, disconnect } from '@/lib/db/client'
import type { EmbeddedDatabase } from '@/lib/db/embedded'
import { faultsOfLog, someEvents } from '@/tests/factories/audit-log'
import { manyEventsOf } from '@/tests/factories/events'
import { startMigrated } from '@/tests/setup/cluster'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { loginVariables } from '@/tests/setup/logins'
import { pause, startCommand, startSeparateWorker } from '@/tests/setup/portal'

const { tries, seed, done } = heavy('kill-sequencer', { quick: 3, long: 50 })
const random = randomFrom(seed)
const isLong = tries > 3
/** Several batches, so that a worker has work from its start on. */
const BACKLOG = 2_000

let folder: string
let server: EmbeddedDatabase
let environment: Record<string, string>
let witness: Awaited<ReturnType<typeof startWitness>>

async function startWitness(port = '0') {
  const place = path.join(folder, 'witness')
  const program = startCommand('scripts/audit-witness.mjs', environment, [place, `--port=${port}`])
  const [, url = ''] = await program.said(/Witness ready at (\S+?),/, 60)
  const [, key = ''] = await program.said(/Its key: (\S+)/)
  return { ...program, url, key: decodeKey(key) }
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-sequencer-'))
  server = await startMigrated({ dataFolder: folder, isDurable: false })
  environment = {
    ...loginVariables(server),
    ZHUNXIN_DATA: path.join(folder, 'data'),
    ZHUNXIN_KEYRING: JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } }),
    ZHUNXIN_URL: 'http://localhost:3000',
    LOG_LEVEL: 'silent',
  }
  witness = await startWitness()
  environment.AUDIT_WITNESS_URL = witness.url
  Object.assign(process.env, environment)
})

afterAll(async () => {
  await disconnect()
  await witness?.stop()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Records until it is stopped: in small transactions, in large ones, and in some that stay open for a while. */
function record() {
  let isOver = false
  const run = async () => {
    while (!isOver) await someEvents(1 + Math.floor(random() * 40), random() * 60)
  }
  const lanes = [run(), run(), run()]
  return async () => {
    isOver = true
    await Promise.all(lanes)
  }
}

/**
 * Waits for that many more checkpoints, at any speed of the machine, and then a while: batches follow one another
 * meanwhile.
 */
async function moment(): Promise<void> {
  const [before, more, rest] = [await database().auditCheckpoint.count(), Math.floor(random() * 3), random() * 200]
  for (let waited = 0; waited < 5_000 && (await database().auditCheckpoint.count()) < before + more; waited += 10) {
    await pause(10)
  }
  await pause(rest)
}

async function untilNothingWaits(): Promise<void> {
  for (let waited = 0; waited < 120_000; waited += 100) {
    const [last] = await database().auditCheckpoint.findMany({ orderBy: { size: 'desc' }, take: 1 })
    const isCosigned = last && (await database().auditCosignature.count({ where: { size: last.size } })) > 0
    if (isCosigned && (await database().auditPending.count()) === 0) return
    await pause(100)
  }
}

const savedCheckpoints = () => {
  const text = readFileSync(path.join(folder, 'data/audit/checkpoints.txt'), 'utf8')
  const notes = text.match(/(?:[^\n]+\n)+\n(?:— [^\n]+\n)+\n/g) ?? []
  expect(notes.join('')).toBe(text) // nothing half written in between
  return notes.map((note) => parseCheckpoint(note.slice(0, -1)))
}

/** Checks that the file and the witness have the tree of the database. */
async function contradictions(key: NoteKey): Promise<string[]> {
  const found: string[] = []
  const rows = await database().auditCheckpoint.findMany({ include: { cosignatures: true } })
  const signed = new Map(rows.map((row) => [row.size, row]))
  const compare = (who: string, { size, root }: { size: bigint; root: Buffer }) => {
    const isSame = Buffer.compare(signed.get(size)?.root ?? Buffer.alloc(0), root) === 0
    if (!isSame) found.push(`${who} holds another tree of ${size}`)
  }
  const saved = savedCheckpoints()
  for (const checkpoint of saved) compare('the file', checkpoint)
  if (new Set(saved.map(({ size }) => size)).size !== saved.length) found.push('the file holds one twice')
  const held = await (await fetch(witness.url)).text()
  compare('the witness', parseCheckpoint(held.slice(held.indexOf('\n\n') + 2)))
  for (const { note, cosignatures } of rows) {
    for (const { line } of cosignatures) {
      if (!verifyNote(parseCheckpoint(`${note}${line}\n`), key)) found.push('a cosignature is not good')
    }
  }
  return found
}

test('kill -9 of sequencers amid their work, two at once and the witness too: one tree, no gap, no fork', {
  timeout: tries * 40_000 + 180_000,
}, async () => {
  const first = await startSeparateWorker(environment) // creates the tables
  await first.stop()
  const figures = { workers: 0, witnesses: 0, amidWork: 0 }
  for (let round = 0; round < tries; round += 1) {
    await manyEventsOf({ id: randomUUID() }, BACKLOG)
    const stopRecording = record()
    const workers = [startSeparateWorker(environment), ...(round % 5 === 1 ? [startSeparateWorker(environment)] : [])]
    const running = await Promise.all(workers)
    await moment()
    if (round % 3 === 2) {
      await witness.kill()
      figures.witnesses += 1
    }
    await Promise.all(running.map((worker) => worker.kill()))
    figures.workers += running.length
    await stopRecording()
    figures.amidWork += (await database().auditPending.count()) > 500 ? 1 : 0 // more batches were waiting
    if (round % 3 === 2) witness = await startWitness(new URL(witness.url).port)
  }
  const last = await startSeparateWorker(environment)
  await untilNothingWaits()
  await last.stop()

  if (isLong) expect(figures.amidWork).toBeGreaterThan(0) // a few kills may all come after the work
  expect(await faultsOfLog()).toEqual([])
  expect(await contradictions(witness.key)).toEqual([])
  const [leaves, checkpoints] = [await database().auditLeaf.count(), await database().auditCheckpoint.count()]
  expect(savedCheckpoints().at(-1)?.size).toBe(BigInt(leaves))
  done(figures.workers, { ...figures, leaves, checkpoints, cosigned: await database().auditCosignature.count() })
})

const FAKETIME = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)

function faketime(): string | undefined {
  const installed = () => FAKETIME.find((library) => existsSync(library))
  if (!installed() && process.getuid?.() === 0) execFileSync('apt-get', ['install', '-y', 'faketime'])
  return installed()
}

test.runIf(isLong)('a clock that is set back an hour changes nothing of the order', async () => {
  const library = faketime()
  if (!library) throw new Error('This needs faketime: apt-get install faketime')
  const before = await database().auditLeaf.count()
  const worker = await startSeparateWorker({ ...environment, LD_PRELOAD: library, FAKETIME: '-1h' })
  // The database's clock, set back too, would have written these times and ids.
  await database().$executeRaw`
    INSERT INTO audit_events (id, version, at, actor_kind, capabilities, action, data)
    SELECT overlay(gen_random_uuid()::text placing lpad(to_hex(n), 8, '0') from 1)::uuid, 1,
      date_trunc('milliseconds', clock_timestamp() - interval '1 hour'), 'SYSTEM', '{}', 'test', '{}'
    FROM generate_series(1, 1500) n`
  await untilNothingWaits()
  await worker.stop()
  expect(await database().auditLeaf.count()).toBeGreaterThanOrEqual(before + 1500)
  expect(await faultsOfLog()).toEqual([])
  expect(await contradictions(witness.key)).toEqual([])
})
