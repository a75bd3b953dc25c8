/** Describes a rectangle on an A4 page, in points from its upper left corner. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

const PAGE = { width: 595.28, height: 841.89 }
const MARK = { size: 12, inset: 24 }
const near = MARK.inset
const [farX, farY] = [PAGE.width - MARK.inset - MARK.size, PAGE.height - MARK.inset - MARK.size]
const mark = (x: number, y: number): Box => ({ x, y, width: MARK.size, height: MARK.size })

const SIDE = 54
const WIDTH = PAGE.width - 2 * SIDE
const GAP = 12
/** An official seal is up to 50 mm wide, most are 40 to 45 mm. */
const HAND = { y: 632, height: 142, width: (WIDTH - 2 * GAP) / 3 }
const hand = (index: number): Box => ({ ...HAND, x: SIDE + index * (HAND.width + GAP) })

/**
 * Says where everything with a fixed place is on a printed letter: who reads a photograph of it looks there. A change
 * of these figures is another layout, with another number; the number is in the letter's code.
 */
export const LETTER_LAYOUT = {
  number: 1,
  page: PAGE,
  /** Lists the black squares in the corners of each page, clockwise from the upper left. */
  corners: [mark(near, near), mark(farX, near), mark(farX, farY), mark(near, farY)],
  /** Places the QR code on each page, with its quiet zone. */
  code: { x: PAGE.width - SIDE - 92, y: 40, width: 92, height: 92 },
  /** Limits where text may be. */
  text: { x: SIDE, y: 134, width: WIDTH, height: 642 },
  /** The boxes on the last page for what is done by hand, in the order of the letter's marks. */
  hands: [hand(0), hand(1), hand(2)],
} as const
