import 'server-only'

/**
 * A sketch of a page is what a picture of it has in common with a copy that was cut, turned, scaled or compressed
 * again. It is the low frequencies of the picture, as it is and as it would be if its edges were cut off and it were
 * turned a little. A sketch shows a page about as well as 32 × 32 pixels do, so it is never stored: `likenessOf` makes
 * of it what says nothing.
 */

/** Pixels on each side of the grey square that a sketch is made of, without regard to the shape of the page. */
export const SQUARE = 64
/** Pixels on each side of what the frequencies are taken of. */
const SIDE = 32
/** Frequencies below this, in either direction and together, are in a sketch; the mean is not. */
const LIMIT = 16

/** The share of the page that remains, and by how many degrees it is turned. The first is the page as it is. */
const VIEWS: readonly (readonly [zoom: number, degrees: number])[] = [
  ...[0, -2, 2].map((degrees) => [1, degrees] as const),
  ...[0.93, 0.86, 0.79].flatMap((zoom) => [-4, -2, 0, 2, 4].map((degrees) => [zoom, degrees] as const)),
]
export const VIEW_COUNT = VIEWS.length

/** Pairs of frequencies; high ones count more, since those of papers with one layout have the low ones in common. */
const FREQUENCIES = Array.from({ length: LIMIT * LIMIT }, (_, at) => ({ u: at % LIMIT, v: Math.floor(at / LIMIT) }))
  .map(({ u, v }) => ({ u, v, radius: Math.hypot(u, v) }))
  .filter(({ radius }) => radius >= 1 && radius < LIMIT)
export const VIEW_LENGTH = FREQUENCIES.length
export const SKETCH_BYTES = VIEW_COUNT * VIEW_LENGTH * Float32Array.BYTES_PER_ELEMENT

/** The mean difference from the mean is at least this, of 255: a page of one colour is like every other. */
const LEAST_CONTRAST = 2

const COSINES = Array.from({ length: LIMIT }, (_, frequency) =>
  Float64Array.from({ length: SIDE }, (_, at) => Math.cos((Math.PI * (at + 0.5) * frequency) / SIDE)),
)

/**
 * Returns the views of a page, one after another, as 32-bit numbers; zeros alone for a page of one colour.
 *
 * @param grey `SQUARE` × `SQUARE` pixels
 * @param shape the width of the page in heights
 */
export function sketchOf(grey: Uint8Array, shape: number): Buffer {
  const sketch = new Float32Array(VIEW_COUNT * VIEW_LENGTH)
  const bytes = Buffer.from(sketch.buffer)
  const mean = grey.reduce((sum, pixel) => sum + pixel, 0) / grey.length
  const contrast = grey.reduce((sum, pixel) => sum + Math.abs(pixel - mean), 0) / grey.length
  if (contrast < LEAST_CONTRAST) return bytes
  for (const [at, [zoom, degrees]] of VIEWS.entries()) {
    sketch.set(frequenciesOf(seen(grey, { zoom, degrees, shape })), at * VIEW_LENGTH)
  }
  return bytes
}

type View = { zoom: number; degrees: number; shape: number }

/** Returns `SIDE` × `SIDE` pixels of the middle of a page; each is the mean of four points. */
function seen(grey: Uint8Array, { zoom, degrees, shape }: View): Float64Array {
  const angle = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const pixels = new Float64Array(SIDE * SIDE)
  for (let row = 0; row < 2 * SIDE; row++) {
    const v = ((row + 0.5) / (2 * SIDE) - 0.5) * zoom
    for (let column = 0; column < 2 * SIDE; column++) {
      const u = ((column + 0.5) / (2 * SIDE) - 0.5) * zoom * shape
      const x = (u * cos - v * sin) / shape + 0.5
      const y = u * sin + v * cos + 0.5
      const at = (row >> 1) * SIDE + (column >> 1)
      pixels[at] = (pixels[at] ?? 0) + pointOf(grey, x * SQUARE - 0.5, y * SQUARE - 0.5)
    }
  }
  return pixels
}

/** Returns the grey between pixels; beyond an edge, that of the edge. */
function pointOf(grey: Uint8Array, x: number, y: number): number {
  const [left, top] = [within(Math.floor(x)), within(Math.floor(y))]
  const [right, below] = [within(left + 1), within(top + 1)]
  const [dx, dy] = [Math.min(1, Math.max(0, x - left)), Math.min(1, Math.max(0, y - top))]
  const at = (column: number, row: number) => grey[row * SQUARE + column] ?? 0
  const above = at(left, top) * (1 - dx) + at(right, top) * dx
  return above * (1 - dy) + (at(left, below) * (1 - dx) + at(right, below) * dx) * dy
}

const within = (at: number) => Math.min(SQUARE - 1, Math.max(0, at))

/** Returns the cosine transform of pixels, row by row and then column by column. */
function frequenciesOf(pixels: Float64Array): number[] {
  const rows = new Float64Array(SIDE * LIMIT)
  for (let row = 0; row < SIDE; row++) {
    for (let u = 0; u < LIMIT; u++) {
      const cosines = COSINES[u] ?? []
      let sum = 0
      for (let at = 0; at < SIDE; at++) sum += (pixels[row * SIDE + at] ?? 0) * (cosines[at] ?? 0)
      rows[row * LIMIT + u] = sum
    }
  }
  return FREQUENCIES.map(({ u, v, radius }) => {
    const cosines = COSINES[v] ?? []
    let sum = 0
    for (let row = 0; row < SIDE; row++) sum += (rows[row * LIMIT + u] ?? 0) * (cosines[row] ?? 0)
    return sum * Math.sqrt(radius)
  })
}
