import type { Grey } from './frame'

/** Marks the pixels on edges: 1 where an edge runs more level than upright, and the other way round. */
export type Edges = { width: number; height: number; level: Uint8Array; upright: Uint8Array }

/** Weaker changes of brightness are noise. */
const WEAKEST = 28
/** Limits the share of all pixels that may be on an edge. */
const SHARE = 0.16
const STRONGEST = 2047

/** Finds edges by Sobel's operator: those that are stronger than most of the picture. */
export function edgesOf(grey: Grey): Edges {
  const { width, height } = grey
  const data = smoothed(grey)
  const across = new Int16Array(data.length)
  const down = new Int16Array(data.length)
  const strengths = new Uint32Array(STRONGEST + 1)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      const falling = (data[at + width + 1] ?? 0) - (data[at - width - 1] ?? 0)
      const rising = (data[at + width - 1] ?? 0) - (data[at - width + 1] ?? 0)
      const gx = falling - rising + 2 * ((data[at + 1] ?? 0) - (data[at - 1] ?? 0))
      const gy = falling + rising + 2 * ((data[at + width] ?? 0) - (data[at - width] ?? 0))
      across[at] = gx
      down[at] = gy
      const strength = Math.min(STRONGEST, Math.max(Math.abs(gx), Math.abs(gy)))
      strengths[strength] = (strengths[strength] ?? 0) + 1
    }
  }
  const least = Math.max(WEAKEST, leastOfStrongest(strengths))
  const level = new Uint8Array(data.length)
  const upright = new Uint8Array(data.length)
  for (let at = 0; at < data.length; at++) {
    const gx = Math.abs(across[at] ?? 0)
    const gy = Math.abs(down[at] ?? 0)
    if (gy >= least && gy > gx * 2) level[at] = 1
    else if (gx >= least && gx > gy * 2) upright[at] = 1
  }
  return { width, height, level, upright }
}

function leastOfStrongest(strengths: Uint32Array): number {
  let left = SHARE * strengths.reduce((sum, count) => sum + count, 0)
  for (let strength = strengths.length - 1; strength > 0; strength--) {
    left -= strengths[strength] ?? 0
    if (left <= 0) return strength
  }
  return 0
}

function smoothed({ data, width, height }: Grey): Uint8Array {
  const smooth = new Uint8Array(data)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      let sum = 0
      for (let row = at - width; row <= at + width; row += width) {
        sum += (data[row - 1] ?? 0) + 2 * (data[row] ?? 0) + (data[row + 1] ?? 0)
      }
      smooth[at] = sum / 12
    }
  }
  return smooth
}

/** Returns along how much of a side there are edges. Corners are round and don't count. */
export function supportOf(from: Point, to: Point, marks: Uint8Array, width: number): number {
  const samples = 40
  let hits = 0
  for (let i = 0; i < samples; i++) {
    const t = 0.1 + (0.8 * i) / (samples - 1)
    const x = Math.round(from.x + (to.x - from.x) * t)
    const y = Math.round(from.y + (to.y - from.y) * t)
    const at = y * width + x
    if (marks[at] || marks[at + 1] || marks[at - 1] || marks[at + width] || marks[at - width]) hits += 1
  }
  return hits / samples
}

export type Point = { x: number; y: number }
