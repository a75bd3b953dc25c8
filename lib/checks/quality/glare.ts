import 'server-only'
import type { Page } from '../ocr/read-lines'
import { type Map2d, paperOf, spotsOf, weakestOf } from './weakest'

/** The weakest colour of paper is so bright, of 255, only where light is mirrored, or where there is too much light. */
const MIRRORED = 249
/** White paper in good light is as bright all over, and nothing can be said of it. */
const WHITE = 243
const SIDE = 480
/** A reflection takes at least and at most these shares of the page: what is larger is light. */
const SMALLEST = 0.012
const LARGEST = 0.35
/** Print is thinner than twice this, in pixels. */
const PRINT = 5
/**
 * Light brightens paper and leaves print dark, and a mirrored lamp covers both: how dark print is, and how much of a
 * spot is.
 */
const INK = 40
const SHARE_OF_INK = 0.02
/** The middle of a spot reaches this far, as a share of the way from its centre to its rim. */
const MIDDLE = 0.5
/** The directions in which is looked from the middle of a spot. */
const RAYS = 48
/** The paper is looked at so far from the rim of a spot, in shares of the page's side. */
const NEAR = 0.05
const FAR = 0.12
/** A reflection is brighter than the paper next to it by this share of the paper's own brightness at least. */
const BRIGHTER = 0.03
/** Most of that is lost near the rim: light fades over the whole page, and goes on fading. */
const SHARP = 0.55
/** The edge of something white, printed or paper, loses it all within two pixels, which no reflection does. */
const EDGE = 2
const ABRUPT = 0.75
/** A reflection ends as one in at least this share of directions. */
const AROUND = 0.5

/**
 * Returns whether a spot of a page mirrors a light. Plain paper mirrors nothing, so that light that falls unevenly is
 * none: a reflection is small, as bright as can be without any colour, covers what is printed, and ends soon on all
 * sides, where the paper has the brightness that it has farther away, too.
 */
export function glareIn({ upright }: Pick<Page, 'upright'>): boolean {
  const page = weakestOf(upright, SIDE)
  const sorted = page.values.slice().sort()
  if ((sorted[Math.floor(sorted.length * 0.6)] ?? 0) > WHITE) return false
  const paper = paperOf(page, PRINT)
  const all = page.values.length
  return spotsOf(paper, MIRRORED)
    .filter(({ length }) => length > all * SMALLEST && length < all * LARGEST)
    .some((spot) => isMirrored(spot, page, paper))
}

type Ray = { readonly x: number; readonly y: number; readonly dx: number; readonly dy: number; readonly rim: number }

function isMirrored(spot: readonly number[], page: Map2d, paper: Map2d): boolean {
  const rays = raysFrom(spot, paper)
  if (isPrintSeen(rays, page, paper)) return false
  return rays.filter((ray) => endsSoon(ray, paper)).length >= RAYS * AROUND
}

/** Returns where a spot ends in each direction from its centre: at its last pixel there. */
function raysFrom(spot: readonly number[], { width, height }: Map2d): Ray[] {
  const mean = (of: (at: number) => number) => spot.reduce((sum, at) => sum + of(at), 0) / spot.length
  const [x, y] = [mean((at) => at % width), mean((at) => Math.floor(at / width))]
  const inside = new Set(spot)
  return Array.from({ length: RAYS }, (_, i) => {
    const [dx, dy] = [Math.cos((2 * Math.PI * i) / RAYS), Math.sin((2 * Math.PI * i) / RAYS)]
    let rim = 0
    for (let far = 1; far < width + height; far++) {
      const [u, v] = [Math.round(x + dx * far), Math.round(y + dy * far)]
      if (u < 0 || v < 0 || u >= width || v >= height) break
      if (inside.has(v * width + u)) rim = far
    }
    return { x, y, dx, dy, rim }
  })
}

/** Returns the value that is so far along a ray; null outside of the page. */
function valueAt({ values, width, height }: Map2d, { x, y, dx, dy }: Ray, far: number): number | null {
  const [u, v] = [Math.round(x + dx * far), Math.round(y + dy * far)]
  return u < 0 || v < 0 || u >= width || v >= height ? null : (values[v * width + u] ?? 0)
}

/** Returns whether print is as dark in the middle of a spot as it is elsewhere. */
function isPrintSeen(rays: readonly Ray[], page: Map2d, paper: Map2d): boolean {
  let [ink, all] = [0, 0]
  for (const ray of rays)
    for (let far = 0; far < ray.rim * MIDDLE; far++) {
      const [own, around] = [valueAt(page, ray, far), valueAt(paper, ray, far)]
      if (own === null || around === null) continue
      all += 1
      if (around - own > INK) ink += 1
    }
  return ink > all * SHARE_OF_INK
}

function endsSoon(ray: Ray, paper: Map2d): boolean {
  const side = Math.max(paper.width, paper.height)
  const lost = (far: number) => {
    const value = valueAt(paper, ray, ray.rim + far)
    return value === null ? null : MIRRORED - value
  }
  const [atEdge, near, far] = [lost(EDGE), lost(side * NEAR), lost(side * FAR)]
  if (atEdge === null || near === null || far === null) return false
  const isBrighter = near > BRIGHTER * (MIRRORED - near)
  return isBrighter && near >= SHARP * far && atEdge < ABRUPT * near
}
