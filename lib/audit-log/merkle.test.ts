import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  consistencyRanges,
  EMPTY_ROOT,
  foldHashes,
  inclusionRanges,
  leafHash,
  nodeHash,
  nodesOf,
  verifyConsistency,
  verifyInclusion,
} from './merkle'

const folder = new URL('../../../../shared/data/vectors/rfc6962/', import.meta.url)

type Vector = { desc: string; wantErr: boolean; proof: string[] | null }
type Inclusion = Vector & { root: string; leafHash: string; leafIdx: bigint; treeSize: bigint }
type Consistency = Vector & { root1: string; root2: string; size1: bigint; size2: bigint }
type Subtree = { start: bigint; end: bigint; size: bigint }

/** Reads the cases with numbers as bigint: some mean -1 in 64 bits, which JSON.parse would round. */
function casesOf<T>(name: string): (T & { file: string })[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(new URL(`${name}/`, folder), { recursive: true }).map(String)
  return files
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const text = readFileSync(new URL(`${name}/${file.replaceAll('[', '%5B')}`, folder), 'utf8')
      const quoted = text.replace(/: (\d+)(,?)$/gm, ': "n$1"$2')
      const content = JSON.parse(quoted, (_key, value) =>
        typeof value === 'string' && /^n\d+$/.test(value) ? BigInt(value.slice(1)) : value,
      )
      return { ...content, file }
    })
}

const bytes = (text: string) => Buffer.from(text, 'base64')
const proofOf = ({ proof }: Vector) => (proof ?? []).map(bytes)

const inclusions = casesOf<Inclusion>('inclusion')
const consistencies = casesOf<Consistency>('consistency')
const subtreeInclusions = casesOf<Inclusion & Subtree>('subtreeinclusion')
const subtreeConsistencies = casesOf<Consistency & Subtree>('subtreeconsistency')

describe.skipIf(inclusions.length === 0)('the vectors of transparency-dev/merkle (need ../shared/data)', () => {
  test('there are good and bad ones', () => {
    const all = [...inclusions, ...consistencies]
    expect(all.filter(({ wantErr }) => !wantErr).length).toBeGreaterThan(10)
    expect(all.filter(({ wantErr }) => wantErr).length).toBeGreaterThan(150)
  })

  test.each(inclusions)('inclusion $file', (given) => {
    const { leafIdx: index, treeSize: size, leafHash: leaf, root, wantErr } = given
    const proof = { index, size, leaf: bytes(leaf), proof: proofOf(given), root: bytes(root) }
    expect(verifyInclusion(proof)).toBe(!wantErr)
  })

  test.each(consistencies)('consistency $file', (given) => {
    const { size1: from, size2: to, root1, root2, wantErr } = given
    const proof = { from, to, fromRoot: bytes(root1), toRoot: bytes(root2), proof: proofOf(given) }
    expect(verifyConsistency(proof)).toBe(!wantErr)
  })

  // Subtrees with another start are of Merkle tree certificates, not of RFC 6962; from 0 they are trees like ours.
  test.each(subtreeInclusions.filter(({ start }) => start === 0n))('subtree inclusion $file', (given) => {
    const { leafIdx: index, end: size, leafHash: leaf, root, wantErr } = given
    const proof = { index, size, leaf: bytes(leaf), proof: proofOf(given), root: bytes(root) }
    expect(verifyInclusion(proof)).toBe(!wantErr)
  })
  test.each(subtreeConsistencies.filter(({ start, end }) => start === 0n && end > 0n))(
    'subtree consistency $file',
    (given) => {
      const { end: from, size: to, root1, root2, wantErr } = given
      const proof = { from, to, fromRoot: bytes(root1), toRoot: bytes(root2), proof: proofOf(given) }
      expect(verifyConsistency(proof)).toBe(!wantErr)
    },
  )
})

/** Follows the definition of RFC 6962, word by word. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length <= 1) return leaves[0] ?? EMPTY_ROOT
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)))
}

const leavesOf = (size: number) => Array.from({ length: size }, (_, n) => leafHash(`entry ${n}`))

/** Returns hashes as the database has them: of whole subtrees alone. */
const hashOf = (leaves: readonly Uint8Array[]) => (range: { from: bigint; to: bigint }) =>
  foldHashes(
    nodesOf(range).map(({ level, index }) => {
      const at = Number(index) * 2 ** level
      return rootOf(leaves.slice(at, at + 2 ** level))
    }),
  )

const sizes = fc.integer({ min: 1, max: 70 })

test('the root is the one that RFC 6962 defines', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const leaves = leavesOf(size)
      expect(hashOf(leaves)({ from: 0n, to: BigInt(size) })).toEqual(rootOf(leaves))
    }),
  )
})

test('each leaf is proved, at its place alone, and by no altered proof', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), (size, some, bit) => {
      const leaves = leavesOf(size)
      const index = BigInt(some % size)
      const proof = inclusionRanges(index, BigInt(size)).map(hashOf(leaves))
      const leaf = leaves[Number(index)] as Buffer
      const good = { index, size: BigInt(size), leaf, proof, root: rootOf(leaves) }
      expect(verifyInclusion(good)).toBe(true)
      expect(verifyInclusion({ ...good, leaf: flipped(leaf, bit) })).toBe(false)
      expect(verifyInclusion({ ...good, root: flipped(good.root, bit) })).toBe(false)
      for (let other = 0n; other < BigInt(size); other++) {
        expect(verifyInclusion({ ...good, index: other })).toBe(other === index)
      }
      if (proof.length === 0) return
      const at = bit % proof.length
      const altered = proof.map((hash, n) => (n === at ? flipped(hash, bit) : hash))
      expect(verifyInclusion({ ...good, proof: altered })).toBe(false)
      expect(verifyInclusion({ ...good, proof: proof.slice(1) })).toBe(false)
      expect(verifyInclusion({ ...good, proof: [...proof, leaf] })).toBe(false)
    }),
  )
})

test('a tree that grew is proved to have grown, and one that was changed is not', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), (size, some, changedAt) => {
      const leaves = leavesOf(size)
      const earlier = 1 + (some % size)
      const [from, to] = [BigInt(earlier), BigInt(size)]
      const proved = (now: readonly Uint8Array[]) =>
        verifyConsistency({
          from,
          to,
          fromRoot: rootOf(leaves.slice(0, earlier)),
          toRoot: rootOf(now),
          proof: consistencyRanges(from, to).map(hashOf(now)),
        })
      expect(proved(leaves)).toBe(true)
      const changed = leaves.map((leaf, n) => (n === changedAt % earlier ? flipped(leaf, 3) : leaf))
      expect(proved(changed)).toBe(false)
    }),
  )
})

test('a proof in a tree of 2^60 leaves is not rounded', () => {
  const size = 1n << 60n
  expect(inclusionRanges(size - 1n, size)).toHaveLength(60)
  expect(nodesOf({ from: 0n, to: size + 1n })).toEqual([
    { level: 60, index: 0n },
    { level: 0, index: size },
  ])
  expect(() => inclusionRanges(size, size)).toThrow(RangeError)
  expect(() => consistencyRanges(size + 1n, size)).toThrow(RangeError)
})

function flipped(hash: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(hash)
  const at = bit % (copy.length * 8)
  copy[at >> 3] = (copy[at >> 3] as number) ^ (1 << (at & 7))
  return copy
}
