import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { database, transaction } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { faultsOfLog, sequenceAll, someEvents } from '@/tests/factories/audit-log'
import { randomFrom, SEED } from '@/tests/setup/heavy'
import { LOG_LOCK, publicKeys, replaceAuditKey } from './audit-keys'
import { isSequencerBehind } from './backlog'
import { appendCheckpoints, filledCheckpointFile, isCheckpointFileOurs, restoreCheckpointFile } from './checkpoint-file'
import { verifyConsistency, verifyInclusion } from './merkle'
import { decodeKey, parseCheckpoint, signerFrom, signNote, verifyNote } from './note'
import { latestCheckpoint, proveConsistency, proveEvents } from './read'
import { sequenceEvents } from './sequence'

const anEvent = (subjectId: string = randomUUID()) => ({ action: 'staff.disabled', subjectId, data: {} }) as const
const countLeaves = () => database().auditLeaf.count()

const hashesIn = (proof: string) =>
  (proof.split('\n\n')[0] ?? '')
    .split('\n')
    .slice(2)
    .map((line) => Buffer.from(line, 'base64'))

test('each event is proved under the checkpoint, by the key that is published', async () => {
  await someEvents(37)
  await sequenceAll()
  expect(await faultsOfLog()).toEqual([])

  const checkpoint = await latestCheckpoint()
  if (!checkpoint) throw new Error('No checkpoint')
  const [key] = await publicKeys()
  const { size, root, origin, ...note } = parseCheckpoint(checkpoint.note)
  expect(verifyNote({ ...note }, decodeKey(key?.key ?? ''))).toBe(true)
  expect(origin).toMatch(/^localhost:3000\/audit\/[0-9a-f]{8}$/)

  const leaves = await database().auditLeaf.findMany()
  const proofs = await proveEvents(leaves.map(({ eventId }) => eventId))
  expect(proofs.size).toBe(Number(size))
  for (const { index, eventId, hash: leaf } of leaves) {
    const { proof = '' } = proofs.get(eventId) ?? {}
    expect(proof).toMatch(new RegExp(`^c2sp\\.org/tlog-proof@v1\nindex ${index}\n`))
    expect(proof.endsWith(`\n\n${checkpoint.note}`)).toBe(true)
    expect(verifyInclusion({ index, size, leaf, proof: hashesIn(proof), root })).toBe(true)
  }
})

test('a later checkpoint is proved to continue an earlier one', async () => {
  await someEvents(20)
  await sequenceAll()
  const before = await latestCheckpoint()
  await someEvents(90)
  await sequenceAll()
  const after = await latestCheckpoint()
  if (!before || !after) throw new Error('No checkpoint')
  const [from, to] = [before.size, after.size]
  const proof = await proveConsistency(from, to)
  expect(verifyConsistency({ from, to, fromRoot: before.root, toRoot: after.root, proof })).toBe(true)
})

test('an event that is not sequenced yet has no proof', async () => {
  await sequenceAll()
  const subjectId = randomUUID()
  await transaction((tx) => recordAudit(tx, SYSTEM, anEvent(subjectId)))
  const { id } = await database().auditEvent.findFirstOrThrow({ where: { subjectId } })
  expect((await proveEvents([id])).size).toBe(0)
  await sequenceAll()
  expect((await proveEvents([id])).size).toBe(1)
})

test('an event whose transaction commits late gets its place, after those that overtook it', async () => {
  await sequenceAll()
  const subjectId = randomUUID()
  await transaction(async (tx) => {
    await recordAudit(tx, SYSTEM, anEvent(subjectId))
    await someEvents(3)
    await sequenceAll()
  })
  const late = await database().auditEvent.findFirstOrThrow({ where: { subjectId } })
  expect(await database().auditLeaf.findUnique({ where: { eventId: late.id } })).toBeNull()
  await sequenceAll()
  const { index } = await database().auditLeaf.findUniqueOrThrow({ where: { eventId: late.id } })
  expect(index).toBe(BigInt(await countLeaves()) - 1n)
  expect(await faultsOfLog()).toEqual([])
})

test('an insert waits for no other insert and for no sequencer', async () => {
  await someEvents(2)
  await transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOG_LOCK})`
    await tx.$executeRaw`DELETE FROM audit_pending`
    await recordAudit(tx, SYSTEM, anEvent())
    await transaction(async (other) => {
      await other.$executeRaw`SET LOCAL lock_timeout = '500ms'`
      await recordAudit(other, SYSTEM, anEvent())
    })
    throw new Error('rolled back')
  }).catch((error: Error) => expect(error.message).toBe('rolled back'))
})

test('one of several sequencers works at a time, and all make one tree', async () => {
  for (let round = 0; round < 5; round++) {
    await Promise.all([
      ...Array.from({ length: 4 }, () => someEvents(25)),
      ...Array.from({ length: 6 }, () => sequenceEvents()),
    ])
  }
  await sequenceAll()
  expect(await faultsOfLog()).toEqual([])
})

test('a sequencer that is cut off at any step leaves nothing half done', async () => {
  const random = randomFrom(SEED)
  const killer = async () => {
    await sleep(random() * 25)
    await database().$executeRaw`
      SELECT pg_terminate_backend(pid) FROM pg_locks
      WHERE locktype = 'advisory' AND objid = ${LOG_LOCK}
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
  }
  // A connection that was cut off just after its work may be returned by the pool again.
  const persist = (work: () => Promise<unknown>) => work().catch(work)
  let cut = 0
  for (let round = 0; round < 12; round++) {
    await persist(() => someEvents(60))
    await Promise.all([sequenceEvents().catch(() => cut++), killer().catch(() => {})])
    await persist(() => database().auditPending.count())
  }
  await persist(sequenceAll)
  expect(cut).toBeGreaterThan(0)
  expect(await faultsOfLog()).toEqual([])
})

test('events that were there before the log are all sequenced, in batches', async () => {
  await sequenceAll()
  const before = await countLeaves()
  await database().$executeRaw`
    INSERT INTO audit_events (id, version, at, actor_kind, capabilities, action, data)
    SELECT gen_random_uuid(), 1, now(), 'SYSTEM', '{}', 'test', '{}' FROM generate_series(1, 2500)`
  const rounds = [await sequenceEvents(), await sequenceEvents(), await sequenceEvents()]
  expect(rounds).toEqual([
    { added: 1000, isMore: true },
    { added: 1000, isMore: true },
    { added: 500, isMore: false },
  ])
  expect(await countLeaves()).toBe(before + 2500)
  expect(await faultsOfLog()).toEqual([])
})

test('a replaced key signs one more time, next to its successor', async () => {
  await someEvents(1)
  await sequenceAll()
  const { id, replaces } = await replaceAuditKey()
  await sequenceAll()
  const handover = await latestCheckpoint()
  await someEvents(1)
  await sequenceAll()
  const next = await latestCheckpoint()
  const keyIds = (text = '') => parseCheckpoint(text).signatures.map(({ keyId }) => keyId)
  expect(keyIds(handover?.note)).toEqual([replaces, id])
  expect(keyIds(next?.note)).toEqual([id])
  const keys = (await publicKeys()).slice(-2).map(({ key }) => decodeKey(key))
  expect(keys.map((key) => verifyNote(parseCheckpoint(handover?.note ?? ''), key))).toEqual([true, true])
  expect(await faultsOfLog()).toEqual([])
})

test.each(['audit_leaves', 'audit_tiles', 'audit_checkpoints', 'audit_cosignatures', 'audit_keys'])(
  'the table %s is append-only',
  async (table) => {
    await someEvents(20)
    await sequenceAll()
    for (const statement of [`DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
      await expect(database().$executeRawUnsafe(statement)).rejects.toThrow('permission denied')
      await expect(asOwner((client) => client.query(statement))).rejects.toThrow('append-only')
    }
  },
)

test('the sequencer is late once an event waits for long', async () => {
  await sequenceAll()
  expect(await isSequencerBehind()).toBe(false)
  await database().$executeRaw`
    INSERT INTO audit_events (id, version, at, actor_kind, capabilities, action, data)
    VALUES (gen_random_uuid(), 1, now() - interval '1 minute', 'SYSTEM', '{}', 'test', '{}')`
  expect(await isSequencerBehind()).toBe(true)
  await sequenceAll()
  expect(await isSequencerBehind()).toBe(false)
})

describe('the file of checkpoints', () => {
  const path = () => `${process.env.ZHUNXIN_DATA}/audit/checkpoints.txt`
  const notes = () => {
    const texts = readFileSync(path(), 'utf8').match(/(?:[^\n]+\n)+\n(?:— [^\n]+\n)+(?=\n)/g) ?? []
    return texts.map((text) => parseCheckpoint(text).size)
  }
  const grow = async () => {
    await someEvents(1)
    await sequenceAll()
    return (await latestCheckpoint())?.size
  }
  beforeEach(async () => {
    await grow()
    rmSync(path(), { force: true })
    expect(await appendCheckpoints()).toBe(true)
  })

  test('starts with the newest checkpoint, and gets each later one once', async () => {
    const first = notes()
    const later = [await grow(), await grow()]
    expect(await appendCheckpoints()).toBe(true)
    expect(await appendCheckpoints()).toBe(true)
    expect(notes()).toEqual([...first, ...later])
    expect(first).toHaveLength(1)
  })

  test('gets each once from workers that append at the same time', async () => {
    const sizes = notes()
    for (let round = 0; round < 5; round++) {
      const later = await grow()
      if (later !== undefined) sizes.push(later)
      const late = (n: number) => new Promise((resolve) => setTimeout(resolve, n))
      const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => late(n).then(() => appendCheckpoints())))
      expect(answers).toEqual(answers.map(() => true))
      expect(notes()).toEqual(sizes)
    }
  })

  test('is filled up for a backup with what the database has beyond it, and stays as it is', async () => {
    const before = readFileSync(path(), 'utf8')
    await grow()
    const filled = await filledCheckpointFile()
    expect(readFileSync(path(), 'utf8')).toBe(before)
    expect(await appendCheckpoints()).toBe(true)
    expect(readFileSync(path(), 'utf8')).toBe(filled)
  })

  test('comes back from a backup where there is none, and is left where there is one', async () => {
    const text = await filledCheckpointFile()
    rmSync(path())
    await restoreCheckpointFile(text)
    expect(readFileSync(path(), 'utf8')).toBe(text)
    await grow()
    expect(await appendCheckpoints()).toBe(true)
    expect(notes()).toHaveLength(2)
    await restoreCheckpointFile(text)
    expect(notes()).toHaveLength(2)
  })

  test('continues after a power cut that left half a note', async () => {
    const text = readFileSync(path(), 'utf8')
    const size = await grow()
    for (let cut = 0; cut < text.length; cut += 7) {
      writeFileSync(path(), text + text.slice(0, cut))
      expect(await appendCheckpoints()).toBe(true)
      expect(notes()).toHaveLength(2)
      expect(notes().at(-1)).toBe(size)
    }
    writeFileSync(path(), text.slice(0, 50))
    expect(await appendCheckpoints()).toBe(true)
    expect(notes()).toEqual([size])
  })

  test.each([
    ['a longer log', (size: bigint) => `${size + 1n}`, /\n\d+\n/],
    ['another tree', (size: bigint) => `${size}`, /\n\d+\n/],
  ])('that knows of %s is left as it is', async (_, sizeOf, line) => {
    const { body, size } = parseCheckpoint(readFileSync(path(), 'utf8').slice(0, -1))
    const other = body
      .replace(line, `\n${sizeOf(size)}\n`)
      .replace(/\n[^\n]+\n$/, `\n${Buffer.alloc(32, 1).toString('base64')}\n`)
    const text = `${signNote(other, [signerFrom('stolen', 'ed25519', Buffer.alloc(32, 5))])}\n`
    writeFileSync(path(), text)
    await grow()
    expect(await isCheckpointFileOurs()).toBe(false)
    expect(await appendCheckpoints()).toBe(false)
    expect(await filledCheckpointFile()).toBe(text)
    expect(readFileSync(path(), 'utf8')).toBe(text)
  })
})
