import 'server-only'
import { cornersOf, type Pixels, type Point } from './ocr/pixels'
import type { Page } from './ocr/read-lines'

/** A card that somebody holds has at most this share of the picture's width. */
const WIDEST = 0.62
/** The share of skin above the card from which there is a face, and how much more it is than on both sides of it. */
const FACE = 0.15
const MORE = 2

/**
 * Returns whether somebody holds the card: it is small, and above it there is skin as on a face, and not on
 * both sides of that, as on a table.
 */
export function isInHand(page: Page, picture: Pixels): boolean {
  const corners = page.lines.flatMap(({ box }) => cornersOf(box).map(page.inPicture))
  const across = (of: (point: Point) => number) => [Math.min(...corners.map(of)), Math.max(...corners.map(of))] as const
  const [[left, right], [top]] = [across(({ x }) => x), across(({ y }) => y)]
  const width = right - left
  if (width > picture.width * WIDEST || top < picture.height * 0.25) return false
  const [from, to] = [Math.max(0, top - width), top - width * 0.08]
  const above = skinIn(picture, left, right, from, to)
  const aside = Math.max(
    skinIn(picture, 0, left - width * 0.1, from, to),
    skinIn(picture, right + width * 0.1, picture.width, from, to),
  )
  return above > FACE && above > aside * MORE
}

const STEP = 4

function skinIn({ data, width, height }: Pixels, left: number, right: number, top: number, bottom: number): number {
  let [skin, all] = [0, 0]
  for (let y = Math.floor(top); y < Math.min(height, bottom); y += STEP)
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x += STEP) {
      const at = (y * width + x) * 3
      if (isSkin(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)) skin += 1
      all += 1
    }
  return all === 0 ? 0 : skin / all
}

/** Gives the range of skin in chroma, in which tones from light to dark differ little. */
function isSkin(red: number, green: number, blue: number): boolean {
  const cb = 128 - 0.168736 * red - 0.331264 * green + 0.5 * blue
  const cr = 128 + 0.5 * red - 0.418688 * green - 0.081312 * blue
  return cr > 138 && cr < 175 && cb > 85 && cb < 125 && red > 60
}
