import { type Edges, edgesOf, type Point, supportOf } from './edges'
import type { Grey } from './frame'
import { type Candidates, type Line, linesOf } from './lines'

/** Holds the corners of something flat: top left, top right, bottom right, bottom left. */
export type Quad = readonly [Point, Point, Point, Point]

/**
 * The longer side of what is flat, to its shorter one: of cards (ISO/IEC 7810, ID-1) and of A4. A passport's page is
 * nearly as A4, and found as either.
 */
export const ASPECTS = { CARD: 85.6 / 53.98, PAGE: Math.SQRT2 } as const
export type Flat = keyof typeof ASPECTS

/** Holds the edges of a frame, and the straight lines among them. */
type Drawn = { edges: Edges; lines: Candidates }

export function drawnIn(grey: Grey): Drawn {
  const edges = edgesOf(grey)
  return { edges, lines: linesOf(edges) }
}

/**
 * Finds the outline of a card or page: four lines that make a shape of its proportions, with edges all along them.
 *
 * @returns corners in pixels of the frame; null where none is seen whole
 */
export function outlineOf({ edges, lines }: Drawn, flat: Flat): Quad | null {
  let quad: Quad | null = null
  let best = 0
  for (const sides of combined(lines)) {
    if (Math.abs(sides.top.lean - sides.bottom.lean) > 0.16) continue
    if (Math.abs(sides.left.lean - sides.right.lean) > 0.16) continue
    const tried = quadOf(sides, edges)
    const score = scoreOf(tried, edges, flat)
    if (score <= best) continue
    best = score
    quad = tried
  }
  return quad
}

/** Returns how many pixels an outline encloses. */
export const areaOf = ([a, b, c, d]: Quad): number =>
  Math.abs((b.x - d.x) * (c.y - a.y) + (c.x - a.x) * (d.y - b.y)) / 2

const sizeOf = ({ width, height }: Edges) => width * height

type Sides = { top: Line; bottom: Line; left: Line; right: Line }

function* combined({ tops, bottoms, lefts, rights }: Candidates): Generator<Sides> {
  for (const top of tops)
    for (const bottom of bottoms)
      for (const left of lefts) for (const right of rights) yield { top, bottom, left, right }
}

function quadOf({ top, bottom, left, right }: Sides, { width, height }: Edges): Quad {
  const corner = (row: Line, column: Line): Point => {
    // y = row.at + row.lean (x − width / 2), and x = column.at + column.lean (y − height / 2).
    const level = row.at - (row.lean * width) / 2 - height / 2
    const x = (column.at + column.lean * level) / (1 - column.lean * row.lean)
    return { x, y: row.at + row.lean * (x - width / 2) }
  }
  return [corner(top, left), corner(top, right), corner(bottom, right), corner(bottom, left)]
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)

function supportsOf([a, b, c, d]: Quad, { width, level, upright }: Edges) {
  return {
    top: supportOf(a, b, level, width),
    bottom: supportOf(d, c, level, width),
    left: supportOf(a, d, upright, width),
    right: supportOf(b, c, upright, width),
  }
}

/** Returns 0 for what can't be the outline. */
function scoreOf(quad: Quad, edges: Edges, flat: Flat): number {
  const { width, height } = edges
  if (quad.some(({ x, y }) => x < 1 || y < 1 || x > width - 2 || y > height - 2)) return 0
  const [a, b, c, d] = quad
  const wide = distance(a, b) + distance(d, c)
  const high = distance(a, d) + distance(b, c)
  const aspect = Math.max(wide, high) / Math.min(wide, high)
  if (Math.abs(Math.log(aspect / ASPECTS[flat])) > 0.16) return 0
  const area = areaOf(quad) / sizeOf(edges)
  if (area < 0.06) return 0
  const supports = Object.values(supportsOf(quad, edges))
  const least = Math.min(...supports)
  if (least < 0.5) return 0
  return least + supports.reduce((sum, one) => sum + one, 0) / 4 + Math.sqrt(area)
}

/**
 * Returns whether something flat that has no outline reaches out of the frame: two or three sides that meet are seen as
 * far as the border, and enclose half of the picture with it.
 */
export function isCutOff({ edges, lines: { tops, bottoms, lefts, rights } }: Drawn): boolean {
  const border = (at: number): Line => ({ at, lean: 0, votes: 0 })
  const withBorders = {
    tops: [...tops, border(0)],
    bottoms: [...bottoms, border(edges.height - 1)],
    lefts: [...lefts, border(0)],
    rights: [...rights, border(edges.width - 1)],
  }
  for (const sides of combined(withBorders)) {
    const isSeen = (side: keyof Sides) => sides[side].votes > 0
    const seen = (Object.keys(sides) as (keyof Sides)[]).filter(isSeen)
    const isCorner = (isSeen('top') || isSeen('bottom')) && (isSeen('left') || isSeen('right'))
    if (!isCorner || seen.length === 4) continue
    const quad = quadOf(sides, edges)
    if (areaOf(quad) < 0.45 * sizeOf(edges)) continue
    const supports = supportsOf(quad, edges)
    if (seen.every((side) => supports[side] >= 0.8)) return true
  }
  return false
}
