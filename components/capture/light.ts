import { type Frame, type Grey, histogramOf, quantileOf } from './frame'

/** Returns how bright the brighter parts are: paper and cards are bright, and so are faces. */
export const brightnessOf = (grey: Grey): number => quantileOf(histogramOf(grey), 0.9)

/** A channel from here on is blown out. */
const BLOWN = 249
/**
 * A reflection fades. The edge of white paper on a screen or a scan does not: this is the most brightness lost in
 * `NEAR` pixels.
 */
const FADES_BY = 40
const NEAR = 3
/**
 * A reflection ends soon: this share of all that is lost so far from it, in shares of the frame's side, is lost near
 * it. Light that falls unevenly on plain paper goes on fading.
 */
const SOON = { near: 0.06, far: 0.13, share: 0.5 } as const
/** Near a reflection at least this is lost: less is a paper that is blown out nearly all over. */
const LEAST_LOST = 4

/** The share of the picture below which a spot is no reflection to speak of, and from which it is none. */
const SMALLEST = 0.005
const LARGEST = 0.35

/**
 * Returns the share of the picture in its largest reflection: a blown-out spot that fades on all sides. White paper all
 * over is none.
 */
export function glareOf(frame: Frame, grey: Grey): number {
  const { width, height } = frame
  const blown = blownIn(frame)
  const seen = new Uint8Array(width * height)
  let largest = 0
  for (let start = 0; start < blown.length; start++) {
    if (!blown[start] || seen[start]) continue
    const spot = spotFrom(start, blown, seen, width, height)
    const share = spot.length / blown.length
    if (share > Math.max(largest, SMALLEST) && share < LARGEST && isFading(spot, grey)) largest = share
  }
  return largest
}

function blownIn({ data, width, height }: Frame): Uint8Array {
  const blown = new Uint8Array(width * height)
  for (let i = 0, at = 0; i < blown.length; i++, at += 4) {
    const least = Math.min(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)
    blown[i] = least >= BLOWN ? 1 : 0
  }
  return blown
}

/** Returns the pixels that are connected with one. */
function spotFrom(start: number, blown: Uint8Array, seen: Uint8Array, width: number, height: number): number[] {
  const spot = [start]
  seen[start] = 1
  for (let next = 0; next < spot.length; next++) {
    const at = spot[next] ?? 0
    const x = at % width
    const around = [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]
    for (const other of around) {
      if (other < 0 || other >= width * height || !blown[other] || seen[other]) continue
      seen[other] = 1
      spot.push(other)
    }
  }
  return spot
}

/**
 * The directions in which is looked from the middle of a spot, and the share of them in which a reflection ends as one.
 */
const RAYS = 32
const AROUND = 0.5

/**
 * Returns whether a spot ends as a reflection does in most directions. Those in which it leaves the frame are not
 * counted.
 */
function isFading(spot: readonly number[], grey: Grey): boolean {
  const { width } = grey
  const x = spot.reduce((sum, at) => sum + (at % width), 0) / spot.length
  const y = spot.reduce((sum, at) => sum + Math.floor(at / width), 0) / spot.length
  const inside = new Set(spot)
  const ends = Array.from({ length: RAYS }, (_, i) => {
    const [dx, dy] = [Math.cos((2 * Math.PI * i) / RAYS), Math.sin((2 * Math.PI * i) / RAYS)]
    return endsSoftly(grey, inside, (far) => [Math.round(x + dx * far), Math.round(y + dy * far)])
  }).filter((end) => end !== null)
  return ends.length >= RAYS / 2 && ends.filter(Boolean).length >= AROUND * ends.length
}

/** Returns whether a spot ends as a reflection does in one direction; null where the frame ends before. */
function endsSoftly(
  { data, width, height }: Grey,
  inside: ReadonlySet<number>,
  along: (far: number) => readonly [number, number],
): boolean | null {
  const side = Math.max(width, height)
  let rim = 0
  for (let far = 1; far < width + height; far++) {
    const [u, v] = along(far)
    if (u < 0 || v < 0 || u >= width || v >= height) break
    if (inside.has(u + v * width)) rim = far
  }
  /** Returns how dark the paper is there at least: what is printed on it is narrow. */
  const lost = (from: number, to: number) => {
    let lightest = -1
    for (let far = rim + from; far <= rim + to; far++) {
      const [u, v] = along(far)
      if (u >= 0 && v >= 0 && u < width && v < height) lightest = Math.max(lightest, data[u + v * width] ?? 0)
    }
    return lightest < 0 ? null : 255 - lightest
  }
  const [near, far] = [SOON.near, SOON.far].map((share) =>
    lost(Math.round(share * side) - NEAR, Math.round(share * side) + NEAR),
  )
  const edge = lost(NEAR, NEAR)
  if (edge === null || near == null || far == null) return null
  return edge <= FADES_BY && near >= LEAST_LOST && near >= SOON.share * far
}
