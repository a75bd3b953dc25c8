import 'server-only'
import { createHash } from 'node:crypto'

// The Merkle tree of RFC 6962, section 2.1, without storage: what is hashed how, which hashes prove what, and whether
// a proof holds. Sizes and indices are bigint, so that none is rounded.

export const HASH_LENGTH = 32

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)

export const EMPTY_ROOT: Uint8Array = sha256()

/** @param entry the bytes of the leaf, or text that is hashed as UTF-8 */
export const leafHash = (entry: Uint8Array | string): Buffer =>
  sha256(LEAF, typeof entry === 'string' ? Buffer.from(entry, 'utf8') : entry)

export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(NODE, left, right)

/**
 * Identifies a subtree without a gap: the 2^level leaves from index · 2^level. Its hash never changes once they are
 * there.
 */
export type Node = { readonly level: number; readonly index: bigint }

/** Covers the leaves from `from` to before `to`. */
type Range = { readonly from: bigint; readonly to: bigint }

/**
 * Returns the whole subtrees that a range is made of, the largest and leftmost first; the range must start at a
 * multiple of the largest.
 */
export function nodesOf({ from, to }: Range): Node[] {
  const nodes: Node[] = []
  for (let at = from; at < to; ) {
    const level = bitLength(to - at) - 1
    nodes.push({ level, index: at >> BigInt(level) })
    at += 1n << BigInt(level)
  }
  return nodes
}

/** Returns the hash of a range, from those of its `nodesOf`. */
export function foldHashes(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return EMPTY_ROOT
  return hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The ranges whose hashes prove that the leaf `index` is in the tree of `size`, in the order of the proof. */
export function inclusionRanges(index: bigint, size: bigint): Range[] {
  if (index < 0n || index >= size) throw new RangeError('No such leaf in a tree of this size')
  const ranges: Range[] = []
  for (let [from, to] = [0n, size]; to - from > 1n; ) {
    const middle = from + splitOf(to - from)
    if (index < middle) {
      ranges.unshift({ from: middle, to })
      to = middle
    } else {
      ranges.unshift({ from, to: middle })
      from = middle
    }
  }
  return ranges
}

/**
 * Returns the ranges whose hashes prove that the tree of `to` starts with the tree of `from`, in the order of the
 * proof.
 */
export function consistencyRanges(from: bigint, to: bigint): Range[] {
  if (from < 0n || from > to) throw new RangeError('A tree does not shrink')
  if (from === 0n || from === to) return []
  const ranges: Range[] = []
  let [low, high] = [0n, to]
  while (from !== high) {
    const middle = low + splitOf(high - low)
    if (from <= middle) {
      ranges.unshift({ from: middle, to: high })
      high = middle
    } else {
      ranges.unshift({ from: low, to: middle })
      low = middle
    }
  }
  // The caller knows the root of the old tree. Where the path went right, the subtrees to its left are unknown to it.
  return low === 0n ? ranges : [{ from: low, to: high }, ...ranges]
}

export type InclusionProof = {
  readonly index: bigint
  readonly size: bigint
  readonly leaf: Uint8Array
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** Returns whether the leaf is at `index` of the tree of `size` that has this root. RFC 9162, section 2.1.3.2. */
export function verifyInclusion({ index, size, leaf, proof, root }: InclusionProof): boolean {
  if (index < 0n || index >= size || ![leaf, root, ...proof].every(isHash)) return false
  let [at, last, hash] = [index, size - 1n, leaf]
  for (const sibling of proof) {
    if (last === 0n) return false
    if (isOdd(at) || at === last) {
      hash = nodeHash(sibling, hash)
      while (!isOdd(at) && at !== 0n) [at, last] = [at >> 1n, last >> 1n]
    } else {
      hash = nodeHash(hash, sibling)
    }
    ;[at, last] = [at >> 1n, last >> 1n]
  }
  return last === 0n && isEqual(hash, root)
}

export type ConsistencyProof = {
  readonly from: bigint
  readonly to: bigint
  readonly fromRoot: Uint8Array
  readonly toRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/**
 * Returns whether the tree of `to` starts with the tree of `from`: nothing changed, nothing removed. RFC 9162, section
 * 2.1.4.2. A tree without leaves proves nothing: the answer is no.
 */
export function verifyConsistency({ from, to, fromRoot, toRoot, proof }: ConsistencyProof): boolean {
  if (from < 1n || from > to) return false
  if (from === to) return proof.length === 0 && isEqual(fromRoot, toRoot)
  if (![fromRoot, toRoot, ...proof].every(isHash)) return false
  const [first, ...rest] = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof
  if (!first) return false
  let [at, last] = [from - 1n, to - 1n]
  while (isOdd(at)) [at, last] = [at >> 1n, last >> 1n]
  let [before, after] = [first, first]
  for (const sibling of rest) {
    if (last === 0n) return false
    if (isOdd(at) || at === last) {
      ;[before, after] = [nodeHash(sibling, before), nodeHash(sibling, after)]
      while (!isOdd(at) && at !== 0n) [at, last] = [at >> 1n, last >> 1n]
    } else {
      after = nodeHash(after, sibling)
    }
    ;[at, last] = [at >> 1n, last >> 1n]
  }
  return last === 0n && isEqual(before, fromRoot) && isEqual(after, toRoot)
}

const isOdd = (n: bigint) => (n & 1n) === 1n
const isPowerOfTwo = (n: bigint) => (n & (n - 1n)) === 0n
const isHash = (bytes: Uint8Array) => bytes.length === HASH_LENGTH
const isEqual = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0
const bitLength = (n: bigint) => n.toString(2).length

/** Returns how many of n > 1 leaves are in the left subtree: the largest power of two below n. */
const splitOf = (n: bigint) => 1n << BigInt(bitLength(n - 1n) - 1)
