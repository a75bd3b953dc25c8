import 'server-only'
import { foldHashes, type Node, nodeHash, nodesOf } from './merkle'

// Which hashes of the tree are kept: the leaves, and of the subtrees without a gap those of each fourth level. Any other
// is worked out from at most 8 of them.

const STRIDE = 4
const LEAVES_A_TILE = 1n << BigInt(STRIDE)

/** Kept hashes side by side: of level `level`, from `from` to before `to`. */
export type Kept = { readonly level: number; readonly from: bigint; readonly to: bigint }

export type HashAt = (level: number, index: bigint) => Uint8Array

/** What a node is worked out from. */
export function keptUnder({ level, index }: Node): Kept {
  const below = BigInt(level % STRIDE)
  return { level: level - Number(below), from: index << below, to: (index + 1n) << below }
}

function hashOfNode(node: Node, hashAt: HashAt): Uint8Array {
  return hashFrom(keptUnder(node).level, node, hashAt)
}

/** Out of the hashes of a level at or below its own. */
function hashFrom(base: number, { level, index }: Node, hashAt: HashAt): Uint8Array {
  if (level === base) return hashAt(level, index)
  const half = (side: bigint) => hashFrom(base, { level: level - 1, index: 2n * index + side }, hashAt)
  return nodeHash(half(0n), half(1n))
}

/** The hash of the leaves from `from` to before `to`, as proofs ask for it. */
export function hashOfRange(range: { from: bigint; to: bigint }, hashAt: HashAt): Uint8Array {
  return foldHashes(nodesOf(range).map((node) => hashOfNode(node, hashAt)))
}

/** All that has to be known of a tree to let it grow, and to tell its root: fewer than 16 hashes a kept level. */
export function edgeOf(size: bigint): Kept[] {
  const edge: Kept[] = []
  for (let level = 0; size >> BigInt(level) > 0n; level += STRIDE) {
    const to = size >> BigInt(level)
    edge.push({ level, from: (to / LEAVES_A_TILE) * LEAVES_A_TILE, to })
  }
  return edge
}

type Tile = Node & { readonly hash: Uint8Array }

/**
 * The tree of `size` with more leaves behind its last.
 *
 * @param hashAt knows the `edgeOf` the tree as it was
 * @returns the hashes that are to be kept beside the leaves, lowest level first, and the new root
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
