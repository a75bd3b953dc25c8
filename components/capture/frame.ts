/** Holds the pixels of a small picture: RGBA, row by row, as a canvas gives them. */
export type Frame = { data: Uint8ClampedArray; width: number; height: number }

/** Holds one byte of brightness for each pixel. */
export type Grey = { data: Uint8Array; width: number; height: number }

/** Limits the long side of a small frame, in pixels: of a picture, and of a camera, ten a second. */
export const FRAME_SIDE = 400
export const LIVE_SIDE = 320

/** Returns the brightness of each pixel (ITU-R BT.601). */
export function greyOf({ data, width, height }: Frame): Grey {
  const grey = new Uint8Array(width * height)
  for (let i = 0, at = 0; i < grey.length; i++, at += 4) {
    grey[i] = (77 * (data[at] ?? 0) + 150 * (data[at + 1] ?? 0) + 29 * (data[at + 2] ?? 0)) >> 8
  }
  return { data: grey, width, height }
}

/** Returns how many pixels have each brightness. */
export function histogramOf({ data }: Grey): Uint32Array {
  const counts = new Uint32Array(256)
  for (const value of data) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

/** Returns the brightness below which this share of the pixels is. */
export function quantileOf(histogram: Uint32Array, share: number): number {
  const wanted = share * histogram.reduce((sum, count) => sum + count, 0)
  let below = 0
  for (const [value, count] of histogram.entries()) {
    below += count
    if (below >= wanted) return value
  }
  return 255
}

/** Returns the size of a picture whose long side is at most `side`. Nothing is enlarged. */
export function within(width: number, height: number, side: number) {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
