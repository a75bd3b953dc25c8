import 'server-only'
import { createCipheriv, createHmac } from 'node:crypto'
import { systemKey } from '@/lib/crypto/data-keys'
import { encodeParts } from '@/lib/crypto/sealed-box'
import { VIEW_COUNT, VIEW_LENGTH } from '@/lib/imaging/likeness/sketch'

/** Bits of one view. */
export const LIKENESS_BITS = 256

/**
 * Returns what pages are compared by, 256 bits for each view of a sketch: on which side of each of 256 planes the view
 * is. The planes are drawn from a key that only the keyring unwraps. Two views have as many bits in common as they are
 * alike, and without the key the bits say nothing else of a page. Returns null for a page of one colour, which is like
 * every other.
 */
export async function likenessOf(sketch: Buffer): Promise<string[] | null> {
  const views = Array.from({ length: VIEW_COUNT }, (_, view) =>
    Float32Array.from({ length: VIEW_LENGTH }, (_, at) => sketch.readFloatLE((view * VIEW_LENGTH + at) * 4)),
  )
  if (!views.every((view) => view.some((value) => value !== 0) && view.every(Number.isFinite))) return null
  const planes = planesOf(await systemKey('INDEX'))
  return views.map((view) => planes.map((plane) => (product(plane, view) > 0 ? '1' : '0')).join(''))
}

function product(plane: Float32Array, view: Float32Array): number {
  let sum = 0
  for (let at = 0; at < VIEW_LENGTH; at++) sum += (plane[at] ?? 0) * (view[at] ?? 0)
  return sum
}

let drawn: { key: Buffer; planes: Float32Array[] } | undefined

/** Draws the directions of the planes: independent normal numbers, by Box and Muller, from a stream under the key. */
function planesOf(key: Buffer): Float32Array[] {
  if (drawn?.key.equals(key)) return drawn.planes
  const seed = createHmac('sha256', key).update(encodeParts('zhunxin/likeness@v1')).digest()
  const stream = createCipheriv('aes-256-ctr', seed, Buffer.alloc(16)).update(
    Buffer.alloc(LIKENESS_BITS * VIEW_LENGTH * 8),
  )
  const uniform = (at: number) => (stream.readUInt32LE(at * 4) + 0.5) / 2 ** 32
  const planes = Array.from({ length: LIKENESS_BITS }, (_, bit) =>
    Float32Array.from({ length: VIEW_LENGTH }, (_, column) => {
      const at = 2 * (bit * VIEW_LENGTH + column)
      return Math.sqrt(-2 * Math.log(uniform(at))) * Math.cos(2 * Math.PI * uniform(at + 1))
    }),
  )
  drawn = { key, planes }
  return planes
}
