import { execFile } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { verifyMerkleInclusion } from '@sigstore/verify/dist/timestamp/merkle.js'
import { ZipArchive } from 'archiver'
import { expect, test } from 'vitest'
import { randomFrom } from '@/tests/setup/heavy'
import { consistencyRanges, inclusionRanges, leafHash, nodeHash } from '../merkle'
import { checkpointBody, cosignatureLine, encodeKey, signerFrom, signNote } from '../note'
import { type Finding, isContinued, isIncluded, splitNotes, verifyBundle, verifyProof } from './verify.mjs'

const VERIFIER = path.resolve('lib/audit-log/verifier/verify.mjs')
const VECTORS = '../shared/data/vectors/rfc6962'

const casesIn = (folder: string) =>
  readdirSync(path.join(VECTORS, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(path.join(VECTORS, folder, name), 'utf8'))] as const)
const bytes = (base64: string | null) => Buffer.from(base64 ?? '', 'base64')
const hashes = (proof: string[] | null) => (proof ?? []).map(bytes)

test('each inclusion proof of the vectors holds or fails as they say', () => {
  const cases = casesIn('inclusion')
  expect(cases.length).toBeGreaterThan(90)
  for (const [name, { leafIdx: index, treeSize: size, leafHash: leaf, proof, root, wantErr }] of cases) {
    const holds = isIncluded({ index, size, leaf: bytes(leaf), proof: hashes(proof), root: bytes(root) })
    expect(holds, name).toBe(!wantErr)
  }
})

test('each consistency proof of the vectors holds or fails as they say', () => {
  const cases = casesIn('consistency')
  expect(cases.length).toBeGreaterThan(90)
  for (const [name, { size1: from, size2: to, root1, root2, proof, wantErr }] of cases) {
    const holds = isContinued({ from, to, fromRoot: bytes(root1), toRoot: bytes(root2), proof: hashes(proof) })
    expect(holds, name).toBe(!wantErr)
  }
})

/** Verifies by Sigstore's own implementation, which is neither of ours. */
function isIncludedToSigstore(entry: string, { index, size, proof, root }: Parameters<typeof isIncluded>[0]): boolean {
  const inclusionProof = { logIndex: `${index}`, treeSize: `${size}`, rootHash: root, hashes: [...proof] }
  const claim = { canonicalizedBody: Buffer.from(entry), inclusionProof }
  try {
    verifyMerkleInclusion(claim as Parameters<typeof verifyMerkleInclusion>[0])
    return true
  } catch {
    return false
  }
}

test('the log’s proofs are accepted by the verifier and by Sigstore’s, and no altered proof is', () => {
  const random = randomFrom(6_962)
  const upTo = (n: number) => Math.floor(random() * n)
  const leaves = Array.from({ length: 300 }, (_, index) => leafHash(`entry ${index}`))
  const rootOf = (from: number, to: number): Buffer => {
    if (to - from === 1) return leaves[from] ?? Buffer.alloc(0)
    const middle = from + 2 ** Math.floor(Math.log2(to - from - 0.5))
    return nodeHash(rootOf(from, middle), rootOf(middle, to))
  }
  for (let n = 0; n < 1_000; n++) {
    const size = 1 + upTo(leaves.length)
    const index = upTo(size)
    const leaf = leaves[index] ?? Buffer.alloc(0)
    const proof = inclusionRanges(BigInt(index), BigInt(size)).map(({ from, to }) => rootOf(Number(from), Number(to)))
    const claim = { index, size, leaf, proof, root: rootOf(0, size) }
    const entry = `entry ${index}`
    expect([isIncluded(claim), isIncludedToSigstore(entry, claim)], `${index} of ${size}`).toEqual([true, true])
    const isOther = [isIncluded({ ...claim, leaf: leafHash('another') }), isIncludedToSigstore('another', claim)]
    expect(isOther).toEqual([false, false])
    if (size === 1) continue
    const elsewhere = { ...claim, index: (index + 1 + upTo(size - 1)) % size }
    expect([isIncluded(elsewhere), isIncludedToSigstore(entry, elsewhere)]).toEqual([false, false])
  }
})

const ORIGIN = 'portal.example/audit'
const SIGNER = signerFrom(ORIGIN, 'ed25519', Buffer.alloc(32, 1))
const WITNESS = signerFrom('witness.example', 'cosignature/v1', Buffer.alloc(32, 2))

const entryAt = (index: number) =>
  `{"action":"session.started","id":"id-${index}","time":"2026-11-25T00:00:00.${String(index).padStart(3, '0')}Z","名":"𬱖"}`

type Log = ReturnType<typeof logOf>

/** Makes a small log by the rules of the RFC, written down a second time. */
function logOf(entries: readonly string[], signer = SIGNER) {
  const rootOf = (from: number, to: number): Buffer => {
    if (to - from === 1) return leafHash(entries[from] ?? '')
    const middle = from + 2 ** Math.floor(Math.log2(to - from - 0.5))
    return nodeHash(rootOf(from, middle), rootOf(middle, to))
  }
  const hashesOf = (ranges: { from: bigint; to: bigint }[]) =>
    ranges.map(({ from, to }) => rootOf(Number(from), Number(to)).toString('base64'))
  const noteAt = (size: number) =>
    signNote(checkpointBody({ origin: ORIGIN, size: BigInt(size), root: rootOf(0, size) }), [signer])
  const size = entries.length
  return {
    entries,
    size,
    noteAt,
    proofOf: (index: number) => hashesOf(inclusionRanges(BigInt(index), BigInt(size))),
    since: (from: number) => hashesOf(consistencyRanges(BigInt(from), BigInt(size))),
  }
}

type Change = (files: Record<string, string[]>) => void

/** Writes some entries of a log as a folder; `change` does to its lines what a forger would. */
function bundle(log: Log, indices: readonly number[], change: Change = () => {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bundle-'))
  const files: Record<string, string[]> = {
    'entries.jsonl': indices.map((index) => log.entries[index] ?? ''),
    'proofs.jsonl': indices.map((index) => JSON.stringify({ index, proof: log.proofOf(index) })),
    'consistency.jsonl': [5, 8].map((from) => JSON.stringify({ from, proof: log.since(from) })),
    'checkpoint.txt': log.noteAt(log.size).trimEnd().split('\n'),
    'keys.txt': [encodeKey(SIGNER), encodeKey(WITNESS)],
  }
  change(files)
  for (const [name, lines] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), lines.map((line) => `${line}\n`).join(''))
  }
  return folder
}

const range = (size: number) => Array.from({ length: size }, (_, index) => index)
const LOG = logOf(range(13).map(entryAt))
const codes = ({ findings }: { findings: Finding[] }) =>
  findings.map(({ code, index }) => (index === undefined ? code : `${code} ${index}`))
const at = (files: Record<string, string[]>, name: string) => files[name] ?? []

test('entries of a log verify, few or all, and agree with checkpoints that were saved', async () => {
  const saved = [5, 8, 13].map((size) => LOG.noteAt(size)).join('\n')
  const few = await verifyBundle(bundle(LOG, [2, 3, 12]), { saved })
  expect(few).toMatchObject({ isWell: true, entries: 3, isWhole: false, size: 13, compared: 3, findings: [] })
  const all = await verifyBundle(bundle(LOG, range(13)), { saved: `${saved}${LOG.noteAt(7)}` })
  expect(all).toMatchObject({ isWell: true, entries: 13, isWhole: true, compared: 4 })
  expect(await verifyBundle(bundle(LOG, [4]), { saved: LOG.noteAt(7) })).toMatchObject({
    findings: [{ code: 'no-consistency', from: 7, to: 13 }],
  })
})

test('a forger’s changes to a bundle are found, with their place', async () => {
  const forged = (change: Change, options = {}) => verifyBundle(bundle(LOG, [2, 3, 7, 12], change), options).then(codes)
  const edit = (name: string, line: number, from: string | RegExp, to: string): Change => {
    return (files) => {
      at(files, name)[line] = at(files, name)[line]?.replace(from, to) ?? ''
    }
  }
  expect(await forged(edit('entries.jsonl', 1, 'session.started', 'session.ended'))).toEqual(['entry-changed 3'])
  expect(await forged(edit('proofs.jsonl', 2, '"index":7', '"index":6'))).toEqual(['entry-changed 6'])
  expect(await forged((files) => at(files, 'entries.jsonl').splice(1, 1))).toEqual([
    'entry-changed 3',
    'entry-changed 7',
    'proof-missing',
  ])
  expect(await forged((files) => at(files, 'entries.jsonl').reverse())).toHaveLength(4)
  expect(
    await forged((files) => {
      for (const name of ['entries.jsonl', 'proofs.jsonl']) at(files, name).reverse()
    }),
  ).toEqual(['out-of-order 7', 'out-of-order 3', 'out-of-order 2'])
  expect(await forged(edit('checkpoint.txt', 1, '13', '14'))).toContain('signature')
})

test('a log that was rewritten with the stolen key contradicts what was saved, and is placed between two of it', async () => {
  const rewritten = logOf(LOG.entries.map((entry, index) => (index === 6 ? entry.replace('started', 'ended') : entry)))
  const saved = [5, 8, 13].map((size) => LOG.noteAt(size)).join('')
  for (const indices of [[6], range(13)]) {
    const report = await verifyBundle(bundle(rewritten, indices), { saved })
    expect(report.findings).toMatchObject([
      { code: 'fork', from: 5, to: 8 },
      { code: 'fork', from: 5, to: 13 },
    ])
  }
  const shorter = logOf(LOG.entries.slice(0, 9))
  expect(await verifyBundle(bundle(shorter, [6]), { saved })).toMatchObject({
    findings: [{ code: 'cut-off', from: 8, to: 13, left: 9 }],
  })
})

test('a checkpoint of another key, or with one bad signature of a known key, is none', async () => {
  const thief = signerFrom(ORIGIN, 'ed25519', Buffer.alloc(32, 9))
  expect(codes(await verifyBundle(bundle(logOf(LOG.entries, thief), [1])))).toEqual(['signature'])
  const saved = logOf(LOG.entries, thief).noteAt(5)
  expect(codes(await verifyBundle(bundle(LOG, [1]), { saved }))).toEqual(['signature'])
  const body = LOG.noteAt(13).split('\n\n')[0]
  const seen = cosignatureLine(`${body}\n`, WITNESS, new Date(0)).trim()
  const cosigned = await verifyBundle(bundle(LOG, [1], (files) => at(files, 'checkpoint.txt').push(seen)))
  expect(cosigned).toMatchObject({
    isWell: true,
    signers: [{ name: ORIGIN }, { name: 'witness.example', isGood: true }],
  })
  const spoilt = cosignatureLine(`${body}x\n`, WITNESS, new Date(0)).trim()
  expect(codes(await verifyBundle(bundle(LOG, [1], (files) => at(files, 'checkpoint.txt').push(spoilt))))).toEqual([
    'signature',
  ])
})

test('one entry verifies by its proof alone', () => {
  const text = `c2sp.org/tlog-proof@v1\nindex 6\n${LOG.proofOf(6).join('\n')}\n\n${LOG.noteAt(13)}`
  expect(verifyProof(text, Buffer.from(entryAt(6)), encodeKey(SIGNER)).isWell).toBe(true)
  expect(codes(verifyProof(text, Buffer.from(entryAt(7)), encodeKey(SIGNER)))).toEqual(['entry-changed 6'])
})

test('notes that follow one another are split', () => {
  const notes = [3, 9, 13].map((size) => LOG.noteAt(size))
  expect(splitNotes(notes.join(''))).toEqual(notes)
  expect(splitNotes(notes.join('\n'))).toEqual(notes)
})

/** Runs it as the recipient of a bundle does: Node, one file, nothing else. */
const run = (...args: string[]) =>
  new Promise<{ code: number; out: string }>((resolve) => {
    execFile(process.execPath, args, { env: { NODE_ENV: 'production' }, cwd: tmpdir() }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
    )
  })

test('the command says in both languages what is wrong and where, of a folder and of a ZIP', async () => {
  const folder = bundle(LOG, range(13))
  const zip = `${folder}.zip`
  const archive = new ZipArchive()
  archive.directory(folder, false)
  await Promise.all([pipeline(archive, createWriteStream(zip)), archive.finalize()])
  for (const place of [folder, zip]) {
    const { code, out } = await run(VERIFIER, place)
    expect(out).toContain('All 13 entries verify: the whole log')
    expect(out).toContain('13 条全部核验无误')
    expect(code).toBe(0)
  }
  const forged = await run(
    VERIFIER,
    bundle(LOG, [3], (files) => {
      files['entries.jsonl'] = [entryAt(4)]
    }),
  )
  expect(forged.code).toBe(2)
  expect(forged.out).toContain('第 3 条与日志不符')
  expect(forged.out).toMatch(/Entry 3 is not what the log holds there.*\(id id-4, time .*, action session.started\)/)
})

test('a bundle that cannot be verified at all has another exit code, and a reason', async () => {
  const folder = bundle(LOG, [1])
  const saved = path.join(folder, 'saved.txt')
  writeFileSync(saved, LOG.noteAt(7))
  for (const args of [
    ['/no/such'],
    ['--nonsense'],
    [VERIFIER],
    [folder, '--checkpoint', saved],
    [folder, '--key', '/none'],
    ['--proof', saved],
  ]) {
    const { code, out } = await run(VERIFIER, ...args)
    expect(out, args.join(' ')).toMatch(/can’t|Usage/)
    expect(out).not.toContain('    at ')
    expect(code, out).toBe(1)
  }
  mkdirSync(path.join(folder, 'cut'))
  const cut = path.join(folder, 'cut', 'bundle.zip')
  writeFileSync(cut, 'PK\x05\x06 and no more')
  expect((await run(VERIFIER, cut)).code).toBe(1)
})
