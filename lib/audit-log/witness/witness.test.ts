import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodeAddCheckpoint, SIZE_TYPE } from '../add-checkpoint'
import { consistencyRanges, leafHash, type Node, nodeHash } from '../merkle'
import { checkpointBody, encodeKey, parseCheckpoint, type Signer, signerFrom, signNote, verifyNote } from '../note'
import { hashOfRange } from '../tree'
import { type Witness, witnessOf } from './witness'
import { openWitnessStore, WitnessFileError } from './witness-store'

const ORIGIN = 'portal.example/audit/1'
const first = signerFrom(ORIGIN, 'ed25519', Buffer.alloc(32, 1))
const second = signerFrom(ORIGIN, 'ed25519', Buffer.alloc(32, 2))
const stranger = signerFrom(ORIGIN, 'ed25519', Buffer.alloc(32, 3))

/** Makes a log of entries that differ by `branch` from `from` on. */
function aLog(branch = '', from = 0) {
  const hashOf = ({ level, index }: Node): Uint8Array =>
    level === 0
      ? leafHash(`entry ${index}${Number(index) >= from ? branch : ''}`)
      : nodeHash(hashOf({ level: level - 1, index: index * 2n }), hashOf({ level: level - 1, index: index * 2n + 1n }))
  const hashAt = (level: number, index: bigint) => hashOf({ level, index })
  const rangeHash = (range: { from: bigint; to: bigint }) => hashOfRange(range, hashAt)
  return (old: number, size: number, signers: readonly Signer[] = [first]) =>
    encodeAddCheckpoint({
      old: BigInt(old),
      proof: consistencyRanges(BigInt(old), BigInt(size)).map(rangeHash),
      note: signNote(
        checkpointBody({ origin: ORIGIN, size: BigInt(size), root: rangeHash({ from: 0n, to: BigInt(size) }) }),
        signers,
      ),
    })
}

let folder: string
let report: string[]
const opened = async (...pinned: Signer[]): Promise<Witness> =>
  witnessOf(await openWitnessStore(folder), pinned, (line) => report.push(line))
const keyOf = async () => (await openWitnessStore(folder)).signer
const keys = encodeKey(first)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'witness-'))
  report = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('cosigns a checkpoint that continues the last one it saw, also after a restart', async () => {
  const log = aLog()
  const witness = await opened()
  for (const [old, size] of [
    [0, 5],
    [5, 5],
    [5, 9],
  ] as const) {
    const { status, body } = await witness.add(log(old, size), keys)
    expect(status).toBe(200)
    const note = log(old, size).split('\n\n').slice(1).join('\n\n') + body
    expect(verifyNote(parseCheckpoint(note), await keyOf())).toBe(true)
  }
  expect(report).toHaveLength(1)
  const again = await opened()
  expect(await again.add(log(9, 40), undefined)).toMatchObject({ status: 200 })
  expect(again.describe()).toContain(`${ORIGIN}\n40\n`)
})

test('says what it holds to who thinks otherwise, and takes the proof from there', async () => {
  const witness = await opened(first)
  await witness.add(aLog()(0, 9), undefined)
  expect(await witness.add(aLog()(0, 12), undefined)).toEqual({ status: 409, body: '9\n', type: SIZE_TYPE })
  expect(await witness.add(aLog()(9, 12), undefined)).toMatchObject({ status: 200 })
  expect(await witness.add(aLog()(7, 8), undefined)).toEqual({ status: 409, body: '12\n', type: SIZE_TYPE })
})

describe('a rewritten history, signed by the right key,', () => {
  test.each([
    ['of the same size', aLog(' forged', 3)(9, 9), 409],
    ['longer', aLog(' forged', 3)(9, 20), 422],
    ['changed in its last entry alone', aLog(' forged', 8)(9, 10), 422],
    ['with the proof of the true one', splice(aLog()(9, 20), aLog(' forged', 3)(9, 20)), 422],
    ['without a proof', splice('old 9\n\n', aLog(' forged', 3)(9, 20)), 422],
  ])('%s is refused as a fork, permanently', async (_, forged, status) => {
    const witness = await opened()
    await witness.add(aLog()(0, 9), keys)
    const before = witness.describe()
    expect(await witness.add(forged, keys)).toMatchObject({ status, body: expect.stringMatching(/^FORK: /) })
    expect(witness.describe()).toBe(before)
    expect(await (await opened()).add(forged, keys)).toMatchObject({ status })
    expect(await witness.add(aLog()(9, 30), keys)).toMatchObject({ status: 200 })
  })
})

test('one of two concurrent branches is cosigned', async () => {
  const witness = await opened()
  await witness.add(aLog()(0, 9), keys)
  const answers = await Promise.all([witness.add(aLog()(9, 12), keys), witness.add(aLog(' b', 9)(9, 12), keys)])
  expect(answers.map(({ status }) => status)).toEqual([200, 409])
})

test('another key, another log, and a text that is no checkpoint are refused', async () => {
  const witness = await opened(first)
  expect(await witness.add(aLog()(0, 9, [stranger]), encodeKey(stranger))).toMatchObject({ status: 403 })
  const other = signerFrom('other.example/audit', 'ed25519', Buffer.alloc(32, 4))
  const theirs = aLog()(0, 9, [other]).replace(ORIGIN, other.name)
  expect(await witness.add(theirs, encodeKey(other))).toMatchObject({ status: 404 })
  for (const text of ['', 'old 0\n\n', 'old x\n\nnone', aLog()(0, 9).replace('old 0', 'old 00')]) {
    expect(await witness.add(text, keys)).toMatchObject({ status: 400 })
  }
  expect(await witness.add(aLog()(0, 9).replace('old 0', 'old 10'), keys)).toMatchObject({ status: 400 })
})

test('a key hands over by a checkpoint that both sign, and then signs no more', async () => {
  const witness = await opened()
  const both = `${keys}, ${encodeKey(second)}`
  await witness.add(aLog()(0, 5), keys)
  expect(await witness.add(aLog()(5, 6, [second]), both)).toMatchObject({ status: 403 })
  expect(await witness.add(aLog()(5, 7, [first, second]), both)).toMatchObject({ status: 200 })
  expect(await witness.add(aLog()(7, 8, [second]), both)).toMatchObject({ status: 200 })
  expect(await witness.add(aLog()(8, 9, [first]), both)).toMatchObject({ status: 403 })
})

test('a file that is not as it was written is no reason to forget', async () => {
  const witness = await opened()
  await witness.add(aLog()(0, 5), keys)
  const text = readFileSync(join(folder, 'witness.json'), 'utf8')
  writeFileSync(join(folder, 'witness.json'), text.slice(0, -20))
  await expect(openWitnessStore(folder)).rejects.toBeInstanceOf(WitnessFileError)
})

/** Joins the head of one request with the checkpoint of the other. */
function splice(proof: string, checkpoint: string): string {
  return proof.slice(0, proof.indexOf('\n\n')) + checkpoint.slice(checkpoint.indexOf('\n\n'))
}
