import { type Frame, type Grey, histogramOf, quantileOf } from './frame'

/** Returns how bright the brighter parts are: paper and cards are bright, and so are faces. */
export const brightnessOf = (grey: Grey): number => quantileOf(histogramOf(grey), 0.9)

/** A channel from here on is blown out. */
const BLOWN = 249
/** A reflection fades. The edge of white paper on a screen or a scan does not: this is the most brightness lost in `NEAR` pixels. */
const FADES_BY = 40
const NEAR = 3

/**
 * Returns the share of the picture in its largest reflection: a blown-out spot that fades on all sides. White paper all over is
 * none.
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
    if (share > largest && share < 0.35 && isFading(spot, blown, grey)) largest = share
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

function isFading(spot: readonly number[], blown: Uint8Array, { data, width, height }: Grey): boolean {
  let rim = 0
  let soft = 0
  for (const at of spot) {
    const x = at % width
    const y = (at - x) / width
    for (const [dx, dy] of [
      [-1, 0],
      [1, 0],
      [0, -1],
      [0, 1],
    ] as const) {
      const near = x + dx + (y + dy) * width
      if (x + dx * NEAR < 0 || x + dx * NEAR >= width || y + dy * NEAR < 0 || y + dy * NEAR >= height) continue
      if (blown[near]) continue
      rim += 1
      if ((data[near + (NEAR - 1) * (dx + dy * width)] ?? 0) >= 255 - FADES_BY) soft += 1
    }
  }
  return rim > 0 && soft / rim >= 0.6
}
