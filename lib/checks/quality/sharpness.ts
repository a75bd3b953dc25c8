import 'server-only'
import { cut } from '../ocr/cut'
import { cv, matOf, withMats } from '../ocr/opencv'
import type { Page } from '../ocr/read-lines'

/** Text is drawn as if the page were as wide as this: how sharp it is depends on the page, not on its letters. */
const PAGE = 1_000
const WIDEST = 360
/** Counts the largest lines that are looked at: small print is never as sharp. */
const ASKED = 6

/**
 * Returns how steep the edges of the letters are: the strongest steps from pixel to pixel, as a share of the difference
 * of ink and paper, on a page drawn 1,000 pixels wide. The middle one of the largest lines counts.
 */
export function sharpnessOf({ upright, lines }: Page): number {
  const asked = lines
    .filter(({ box, text }) => text.length > 1 && box.width > box.height * 1.5)
    .sort((a, b) => b.box.height - a.box.height)
    .slice(0, ASKED)
  if (asked.length === 0) return 0
  const edges = lines.flatMap(({ box }) => [box.x - box.width / 2, box.x + box.width / 2])
  const tops = lines.flatMap(({ box }) => [box.y - box.height / 2, box.y + box.height / 2])
  const textWidth = Math.max(Math.max(...edges) - Math.min(...edges), Math.max(...tops) - Math.min(...tops))
  const measured = withMats((hold) => {
    const mat = hold(matOf(upright))
    return asked.map(({ box }) => {
      const scale = PAGE / textWidth
      const width = Math.min(WIDEST, Math.max(8, Math.round(box.width * scale)))
      const height = Math.max(8, Math.round(box.height * scale))
      return steepness(cut(mat, box, width, height), width, height)
    })
  })
  measured.sort((a, b) => a - b)
  return measured[Math.floor(measured.length / 2)] ?? 1
}

/**
 * Returns the strongest steps from pixel to pixel of a piece of text, as a share of the difference of ink and paper.
 */
export function steepness(rgb: Uint8Array, width: number, height: number): number {
  return withMats((hold) => {
    const grey = hold(new (cv().Mat)())
    cv().cvtColor(hold(matOf({ data: rgb, width, height })), grey, cv().COLOR_RGB2GRAY)
    // Noise and the blocks of a JPEG are no edges.
    cv().GaussianBlur(grey, grey, new (cv().Size)(3, 3), 0)
    const { data } = grey
    const values = data.slice().sort()
    const contrast = (values[Math.floor(values.length * 0.97)] ?? 0) - (values[Math.floor(values.length * 0.03)] ?? 0)
    const steps: number[] = []
    for (let y = 0; y < height; y++)
      for (let x = 0; x + 2 < width; x++)
        steps.push(Math.abs((data[y * width + x + 2] ?? 0) - (data[y * width + x] ?? 0)))
    steps.sort((a, b) => a - b)
    return contrast < 12 ? 0 : (steps[Math.floor(steps.length * 0.97)] ?? 0) / contrast
  })
}
