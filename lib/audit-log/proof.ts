import 'server-only'

/** This is the first line of a proof: c2sp.org/tlog-proof. */
const HEADER = 'c2sp.org/tlog-proof@v1'

/** Returns a proof as it is published: that the entry is at `index` of the tree of the checkpoint, a signed note. */
export function encodeProof(index: bigint, hashes: readonly Uint8Array[], checkpoint: string): string {
  const lines = hashes.map((hash) => `${Buffer.from(hash).toString('base64')}\n`)
  return `${HEADER}\nindex ${index}\n${lines.join('')}\n${checkpoint}`
}
