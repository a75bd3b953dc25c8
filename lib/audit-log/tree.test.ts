import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  consistencyRanges,
  foldHashes,
  inclusionRanges,
  leafHash,
  nodesOf,
  verifyConsistency,
  verifyInclusion,
} from './merkle'
import { edgeOf, grow, hashOfRange, type StoredRange, storedUnder } from './tree'

/** Stores what the database stores, and answers only for what was requested. */
function aStore() {
  const hashes = new Map<string, Uint8Array>()
  const read = (kept: readonly StoredRange[]) => {
    const allowed = new Map<string, Uint8Array>()
    for (const { level, from, to } of kept) {
      for (let index = from; index < to; index++) {
        const hash = hashes.get(`${level}/${index}`)
        if (hash) allowed.set(`${level}/${index}`, hash)
      }
    }
    return (level: number, index: bigint) => {
      const hash = allowed.get(`${level}/${index}`)
      if (!hash) throw new Error(`${level}/${index} was not read`)
      return hash
    }
  }
  return { hashes, read }
}

function grown(batches: readonly number[]) {
  const { hashes, read } = aStore()
  let size = 0n
  const roots = new Map<bigint, Uint8Array>()
  for (const count of batches) {
    const leaves = Array.from({ length: count }, (_, n) => leafHash(`entry ${size + BigInt(n)}`))
    const { tiles, root } = grow(size, leaves, read(edgeOf(size)))
    for (const [n, leaf] of leaves.entries()) hashes.set(`0/${size + BigInt(n)}`, leaf)
    for (const { level, index, hash } of tiles) hashes.set(`${level}/${index}`, hash)
    size += BigInt(count)
    roots.set(size, root)
  }
  const proof = (ranges: readonly { from: bigint; to: bigint }[]) => {
    const hashAt = read(ranges.flatMap((range) => nodesOf(range).map(storedUnder)))
    return ranges.map((range) => hashOfRange(range, hashAt))
  }
  return { size, roots, hashes, proof }
}

const batches = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 })

test('however it grew, it is the same tree, and proves each leaf and each earlier size', () => {
  fc.assert(
    fc.property(batches, fc.nat(), (counts, some) => {
      const { size, roots, hashes, proof } = grown(counts)
      const root = roots.get(size) as Uint8Array
      const all = Array.from({ length: Number(size) }, (_, n) => leafHash(`entry ${n}`))
      const rootOf = (leaves: Uint8Array[]): Uint8Array => {
        if (leaves.length === 1) return leaves[0] as Uint8Array
        const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1)
        return foldHashes([rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split))])
      }
      expect(root).toEqual(rootOf(all))

      const index = BigInt(some) % size
      const leaf = hashes.get(`0/${index}`) as Uint8Array
      expect(verifyInclusion({ index, size, leaf, root, proof: proof(inclusionRanges(index, size)) })).toBe(true)
      for (const [from, fromRoot] of roots) {
        const consistency = { from, to: size, fromRoot, toRoot: root, proof: proof(consistencyRanges(from, size)) }
        expect(verifyConsistency(consistency)).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
})

test('a tree of a million grows from fewer than a hundred hashes, and stores a fifteenth more than its leaves', () => {
  const edge = edgeOf(1_000_000n - 1n)
  expect(edge.reduce((sum, { from, to }) => sum + Number(to - from), 0)).toBeLessThan(100)
  const { size, hashes } = grown([1024, 1024, 1024, 1024])
  expect(hashes.size).toBeLessThanOrEqual(Number(size) * (16 / 15) + 1)
})
