import { type Box, LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import type { Rectangle } from '../rectangle'

const { page: PAGE } = LETTER_LAYOUT
const shared = (value: number) => Math.round(Math.max(0, Math.min(1, value)) * 10_000) / 10_000

/** Returns a box of the page in shares of it. */
export function rectangleOn({ x, y, width, height }: Box): Rectangle {
  const [left, top] = [shared(x / PAGE.width), shared(y / PAGE.height)]
  return {
    x: left,
    y: top,
    width: shared((x + width) / PAGE.width - left),
    height: shared((y + height) / PAGE.height - top),
  }
}
