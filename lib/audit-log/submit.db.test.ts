import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { faultsOfLog, rewriteAsOwner, sequenceAll, someEvents } from '@/tests/factories/audit-log'
import { replaceAuditKey } from './audit-keys'
import { encodeKey, parseCheckpoint, type Signer, verifyNote } from './note'
import { latestCheckpoint } from './read'
import { isWitnessed, submitCheckpoint, WitnessRefusedError } from './submit'
import { serveWitness } from './witness/serve-witness'
import { witnessOf } from './witness/witness'
import { openWitnessStore } from './witness/witness-store'

const given = vi.hoisted(() => ({ AUDIT_WITNESS_URL: '', AUDIT_WITNESS_KEY: '' }))
vi.mock(import('@/lib/core/env'), async (original) => {
  const { env, ...rest } = await original()
  return { ...rest, env: () => ({ ...env(), ...given }) }
})

const folder = mkdtempSync(join(tmpdir(), 'witness-'))
let witness: Signer
let stop: () => void

beforeAll(async () => {
  const store = await openWitnessStore(folder)
  witness = store.signer
  const server = serveWitness(witnessOf(store, [], () => {}))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  given.AUDIT_WITNESS_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  stop = () => server.close()
})
afterAll(() => {
  stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => void Object.assign(given, { AUDIT_WITNESS_KEY: encodeKey(witness) }))

const grow = async (count = 3) => {
  await someEvents(count)
  await sequenceAll()
}
const refused = (status: number, answer: RegExp) =>
  expect.objectContaining({ name: 'WitnessRefusedError', status, answer: expect.stringMatching(answer) })

test('the witness cosigns each newest checkpoint, and its cosignature is stored with it', async () => {
  await grow()
  expect(await submitCheckpoint()).toBe(true)
  expect(await submitCheckpoint()).toBe(false)
  for (let round = 0; round < 3; round++) {
    await grow(10)
    expect(await submitCheckpoint()).toBe(true)
    const { note = '' } = (await latestCheckpoint()) ?? {}
    expect(verifyNote(parseCheckpoint(note), witness)).toBe(true)
  }
  expect(await isWitnessed()).toBe(true)
})

test('when its answer was lost, the witness says which size it has, and submission continues from there', async () => {
  await grow()
  await submitCheckpoint()
  await rewriteAsOwner('DELETE FROM audit_cosignatures')
  await grow(7)
  expect(await submitCheckpoint()).toBe(true)
})

test('the checkpoint by which keys change is shown, though others followed it', async () => {
  await grow()
  await submitCheckpoint()
  await replaceAuditKey()
  await sequenceAll()
  const handover = await latestCheckpoint()
  await grow()
  expect([await submitCheckpoint(), await submitCheckpoint()]).toEqual([true, true])
  const sizes = await database().auditCosignature.findMany({ orderBy: { size: 'desc' }, take: 2 })
  expect(sizes.map(({ size }) => size)).toEqual([(await latestCheckpoint())?.size, handover?.size])
  expect(await faultsOfLog()).toEqual([])
})

test('an answer that the witness did not sign is no cosignature', async () => {
  given.AUDIT_WITNESS_KEY = encodeKey({ ...witness, publicKey: Buffer.alloc(32, 9) })
  await grow()
  await expect(submitCheckpoint()).rejects.toThrow(WitnessRefusedError)
})

test('health warns when the witness is silent', async () => {
  await grow()
  await rewriteAsOwner(`UPDATE audit_checkpoints SET at = at - interval '5 minutes'`)
  expect(await isWitnessed()).toBe(false)
  await submitCheckpoint()
  expect(await isWitnessed()).toBe(true)
})

// Last: after this the witness refuses every checkpoint of this log.
test('a person with the database and the key can re-sign a rewritten history, and the witness refuses it', async () => {
  await grow()
  await submitCheckpoint()
  const honest = await latestCheckpoint()
  await rewriteAsOwner(
    `UPDATE audit_events SET action = 'staff.enabled' WHERE id = (SELECT event_id FROM audit_leaves WHERE index = 2)`,
    ...['leaves', 'tiles', 'checkpoints', 'cosignatures', 'pending'].map((name) => `DELETE FROM audit_${name}`),
    'INSERT INTO audit_pending SELECT id FROM audit_events ON CONFLICT DO NOTHING',
  )
  await sequenceAll()
  expect(await faultsOfLog()).toEqual([]) // on its own, the rewritten log has no fault
  expect((await latestCheckpoint())?.size).toBe(honest?.size)
  await expect(submitCheckpoint()).rejects.toEqual(refused(409, /^FORK: /))
  await grow()
  await expect(submitCheckpoint()).rejects.toEqual(refused(422, /^FORK: /))

  await rewriteAsOwner(
    ...['leaves', 'tiles', 'checkpoints', 'pending'].map((name) => `DELETE FROM audit_${name}`),
    'INSERT INTO audit_pending SELECT id FROM audit_events ORDER BY at LIMIT 5',
  )
  await sequenceAll()
  await expect(submitCheckpoint()).rejects.toEqual(refused(409, /saw a log of \d+ events already/))
})
