import 'server-only'
import type { Pixels } from '../ocr/pixels'

/** Holds one value for each pixel, row by row. */
export type Map2d = { readonly values: Float32Array; readonly width: number; readonly height: number }

/**
 * Returns the weakest channel of each pixel, averaged over the pixels of a smaller picture whose long side has `side`
 * at most.
 */
export function weakestOf({ data, width, height }: Pixels, side: number): Map2d {
  const scale = Math.min(1, side / Math.max(width, height))
  const [wide, high] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
  const values = new Float32Array(wide * high)
  const counts = new Uint32Array(wide * high)
  for (let y = 0, from = 0; y < height; y++) {
    const row = Math.min(high - 1, Math.floor((y * high) / height)) * wide
    for (let x = 0; x < width; x++, from += 3) {
      const at = row + Math.min(wide - 1, Math.floor((x * wide) / width))
      values[at] = (values[at] ?? 0) + Math.min(data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0)
      counts[at] = (counts[at] ?? 0) + 1
    }
  }
  for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) / Math.max(1, counts[at] ?? 1)
  return { values, width: wide, height: high }
}

/**
 * Returns a map of the paper: whatever is darker than what is around it, and less wide than `2 * reach`, is filled in.
 */
export const paperOf = (map: Map2d, reach: number): Map2d => spread(spread(map, reach, Math.max), reach, Math.min)

/** Gives each pixel the strongest of what is within reach of it, by `pick`: first across, then down. */
function spread({ values, width, height }: Map2d, reach: number, pick: (a: number, b: number) => number): Map2d {
  const across = new Float32Array(values.length)
  const down = new Float32Array(values.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let best = values[y * width + x] ?? 0
      for (let near = Math.max(0, x - reach); near <= Math.min(width - 1, x + reach); near++)
        best = pick(best, values[y * width + near] ?? 0)
      across[y * width + x] = best
    }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let best = across[y * width + x] ?? 0
      for (let near = Math.max(0, y - reach); near <= Math.min(height - 1, y + reach); near++)
        best = pick(best, across[near * width + x] ?? 0)
      down[y * width + x] = best
    }
  return { values: down, width, height }
}

/** Returns the spots of pixels that are next to each other and at least so bright: each a list of places. */
export function spotsOf({ values, width, height }: Map2d, least: number): number[][] {
  const seen = new Uint8Array(values.length)
  const spots: number[][] = []
  for (let start = 0; start < values.length; start++) {
    if (seen[start] || (values[start] ?? 0) < least) continue
    const spot = [start]
    seen[start] = 1
    for (let next = 0; next < spot.length; next++) {
      const at = spot[next] ?? 0
      const x = at % width
      for (const other of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (other < 0 || other >= width * height || seen[other] || (values[other] ?? 0) < least) continue
        seen[other] = 1
        spot.push(other)
      }
    }
    spots.push(spot)
  }
  return spots
}
