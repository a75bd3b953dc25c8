import 'server-only'
import { cardLabels } from '../fields/cards'
import { type Glyph, rowsOf, textOf } from '../fields/glyphs'
import { citizenNumberIn } from '../fields/numbers'
import type { Seen } from '../kinds'
import { cornersOf, type Pixels, type Point } from '../ocr/pixels'
import type { Page } from '../ocr/read-lines'

/** The share of a picture's side within which text is at its border: papers have margins. */
const BORDER = 0.006
/** The share of a card's width that a corner may seem to be outside: its place is worked out from the print. */
const INEXACT = 0.04

/** Returns whether a part of the paper is outside the picture. */
export function isCut(page: Page, picture: Pixels, seen: Seen): boolean {
  return areCornersOutside(page, picture, seen) ?? textAtBorder(page, picture)
}

function textAtBorder({ lines, inPicture }: Page, { width, height }: Pixels): boolean {
  const near = BORDER * Math.max(width, height)
  const isAt = ({ x, y }: Point) => x < near || y < near || x > width - near || y > height - near
  return lines
    .filter(({ text, box }) => text.length > 1 && Math.abs(box.angle) < 15)
    .some(({ box }) => cornersOf(box).map(inPicture).some(isAt))
}

/**
 * Says where print is on a resident's card, in widths of the card from its upper left corner (GA 450 gives the layout):
 * the first characters of labels, and the first and last of what has a fixed length.
 */
const PORTRAIT: Readonly<Record<string, Point>> = {
  name: { x: 0.083, y: 0.107 },
  sex: { x: 0.083, y: 0.182 },
  people: { x: 0.283, y: 0.182 },
  birth: { x: 0.083, y: 0.26 },
  address: { x: 0.083, y: 0.338 },
  number: { x: 0.083, y: 0.558 },
  first: { x: 0.348, y: 0.558 },
  last: { x: 0.905, y: 0.558 },
}
const EMBLEM: Readonly<Record<string, Point>> = {
  authority: { x: 0.284, y: 0.46 },
  validity: { x: 0.284, y: 0.538 },
  中: { x: 0.4, y: 0.13 },
  国: { x: 0.795, y: 0.13 },
  居: { x: 0.365, y: 0.225 },
  证: { x: 0.83, y: 0.225 },
}
const CORNERS: readonly Point[] = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 0.63 },
  { x: 0, y: 0.63 },
]

/** Returns null where the corners of the paper can't be worked out from what is printed on it. */
function areCornersOutside(page: Page, { width, height }: Pixels, { kind, side }: Seen): boolean | null {
  if (!side || !(kind === 'RESIDENT_ID' || kind === 'HMT_RESIDENCE_PERMIT')) return null
  const onPage = fitted(anchorsOf(page, side === 'PORTRAIT' ? PORTRAIT : EMBLEM))
  if (!onPage) return null
  const [left, right] = [page.inPicture(onPage({ x: 0, y: 0 })), page.inPicture(onPage({ x: 1, y: 0 }))]
  const allowed = INEXACT * Math.hypot(right.x - left.x, right.y - left.y)
  return CORNERS.map((corner) => page.inPicture(onPage(corner))).some(
    ({ x, y }) => x < -allowed || y < -allowed || x > width + allowed || y > height + allowed,
  )
}

type Anchor = { readonly on: Point; readonly at: Point }

function anchorsOf(page: Page, places: Readonly<Record<string, Point>>): Anchor[] {
  const rows = rowsOf(page.lines)
  const number = citizenNumberIn(rows)
  const titles = rows.filter((row) => /^中华.{1,3}共和国|居民身份证/.test(textOf(row))).flat()
  const seen: [string, Glyph | undefined][] = [
    ...cardLabels(rows).map(({ label, labelGlyphs: [glyph] }): [string, Glyph | undefined] => [label, glyph]),
    ['first', number?.glyphs[0]],
    ['last', number?.glyphs[17]],
    ...['中', '国', '居', '证'].map((text): [string, Glyph | undefined] => [
      text,
      titles.find((one) => one.text === text),
    ]),
  ]
  return seen.flatMap(([name, glyph]) => {
    const on = places[name]
    return on && glyph ? [{ on, at: { x: glyph.x, y: glyph.y } }] : []
  })
}

/** Fits the turn, size and place that take places on the card to places on the page, by least squares. */
function fitted(anchors: readonly Anchor[]): ((point: Point) => Point) | null {
  if (anchors.length < 3) return null
  const mean = (of: (anchor: Anchor) => number) => anchors.reduce((sum, one) => sum + of(one), 0) / anchors.length
  const from = { x: mean(({ on }) => on.x), y: mean(({ on }) => on.y) }
  const to = { x: mean(({ at }) => at.x), y: mean(({ at }) => at.y) }
  const spread = mean(({ on }) => (on.x - from.x) ** 2 + (on.y - from.y) ** 2)
  if (spread < 0.004) return null
  const along = mean(({ on, at }) => (on.x - from.x) * (at.x - to.x) + (on.y - from.y) * (at.y - to.y)) / spread
  const across = mean(({ on, at }) => (on.x - from.x) * (at.y - to.y) - (on.y - from.y) * (at.x - to.x)) / spread
  return ({ x, y }) => {
    const [u, v] = [x - from.x, y - from.y]
    return { x: to.x + along * u - across * v, y: to.y + across * u + along * v }
  }
}
