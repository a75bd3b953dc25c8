import 'server-only'
import { foldHashes, type Node, nodeHash, nodesOf } from './merkle'

// The log stores the leaves, and of the subtrees without a gap those of each fourth level. Any other hash is computed
// from at most 8 of them.

const STRIDE = 4
const LEAVES_A_TILE = 1n << BigInt(STRIDE)

/** Identifies a range of stored hashes: of level `level`, from `from` to before `to`. */
export type StoredRange = { readonly level: number; readonly from: bigint; readonly to: bigint }

export type HashAt = (level: number, index: bigint) => Uint8Array

/** Returns the stored range that a node is computed from. */
export function storedUnder({ level, index }: Node): StoredRange {
  const below = BigInt(level % STRIDE)
  return { level: level - Number(below), from: index << below, to: (index + 1n) << below }
}

function hashOfNode(node: Node, hashAt: HashAt): Uint8Array {
  return hashFrom(storedUnder(node).level, node, hashAt)
}

/** Computes a hash from those of a level at or below its own. */
function hashFrom(base: number, { level, index }: Node, hashAt: HashAt): Uint8Array {
  if (level === base) return hashAt(level, index)
  const half = (side: bigint) => hashFrom(base, { level: level - 1, index: 2n * index + side }, hashAt)
  return nodeHash(half(0n), half(1n))
}

/** Returns the hash of the leaves from `from` to before `to`, as proofs need it. */
export function hashOfRange(range: { from: bigint; to: bigint }, hashAt: HashAt): Uint8Array {
  return foldHashes(nodesOf(range).map((node) => hashOfNode(node, hashAt)))
}

/** Returns the hashes that a tree needs to grow, and to compute its root: fewer than 16 of each stored level. */
export function edgeOf(size: bigint): StoredRange[] {
  const edge: StoredRange[] = []
  for (let level = 0; size >> BigInt(level) > 0n; level += STRIDE) {
    const to = size >> BigInt(level)
    edge.push({ level, from: (to / LEAVES_A_TILE) * LEAVES_A_TILE, to })
  }
  return edge
}

type Tile = Node & { readonly hash: Uint8Array }

/**
 * Returns the tree of `size` with more leaves after its last.
 *
 * @param hashAt knows the `edgeOf` the tree as it was
 * @returns the hashes to store in addition to the leaves, lowest level first, and the new root
 */
export function grow(size: bigint, leaves: readonly Uint8Array[], hashAt: HashAt): { tiles: Tile[]; root: Uint8Array } {
  const added = new Map<string, Uint8Array>()
  const find: HashAt = (level, index) => added.get(`${level}/${index}`) ?? hashAt(level, index)
  for (const [n, leaf] of leaves.entries()) added.set(`0/${size + BigInt(n)}`, leaf)

  const to = size + BigInt(leaves.length)
  const tiles: Tile[] = []
  for (let level = STRIDE; to >> BigInt(level) > 0n; level += STRIDE) {
    for (let index = size >> BigInt(level); index < to >> BigInt(level); index++) {
      const hash = hashFrom(level - STRIDE, { level, index }, find)
      tiles.push({ level, index, hash })
      added.set(`${level}/${index}`, hash)
    }
  }
  return { tiles, root: hashOfRange({ from: 0n, to }, find) }
}
