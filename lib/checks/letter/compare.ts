import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { type Box, LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import { cv, matOf, withMats } from '../ocr/opencv'
import type { Pixels } from '../ocr/pixels'
import { aligned } from './align'
import { withoutFolds } from './folds'
import { SCALE } from './geometry'
import type { Placed } from './letter-page'
import { rectangleOn } from './places'

/** Returns how dark each pixel of an issued page is, at the size of a flat one. The caller frees it. */
export const issuedInk = (pixels: Pixels): OpenCv.Mat => withMats((hold) => inkOf(hold(matOf(pixels))))

/** Returns how dark each pixel of an issued page, or of a part of it, is at the scale of a flat page. */
function inkOf(printed: OpenCv.Mat, box: Size = LETTER_LAYOUT.page): OpenCv.Mat {
  const ink = new (cv().Mat)()
  cv().cvtColor(printed, ink, cv().COLOR_RGB2GRAY)
  const size = new (cv().Size)(Math.round(box.width * SCALE), Math.round(box.height * SCALE))
  cv().resize(ink, ink, size, 0, 0, cv().INTER_AREA)
  cv().bitwise_not(ink, ink)
  return ink
}

type Size = Pick<Box, 'width' | 'height'>

const { code: CODE } = LETTER_LAYOUT
/** Takes the part of a code that differs from letter to letter: without the squares in its corners. */
const DATA = {
  x: CODE.x + CODE.width * 0.25,
  y: CODE.y + CODE.height * 0.25,
  width: CODE.width * 0.66,
  height: CODE.height * 0.66,
}
/** Points by which the code may be elsewhere. */
const SLACK = 3
const BLURS = [1, 2, 3.2]
/** A blur brings so many points around that part into it. */
const BLURRED = 6

/**
 * Returns how much the code of a flat page looks like that of an issued one, from −1 to 1: dots that nobody could read
 * still do.
 */
export function codeLikeness(ink: OpenCv.Mat, issued: Pixels): number {
  return withMats((hold) => {
    const part = (mat: OpenCv.Mat, { x, y, width, height }: Box, scale: number) => {
      const rect = [x, y, width, height].map((one) => Math.round(one * scale)) as [number, number, number, number]
      return hold(mat.roi(new (cv().Rect)(...rect)))
    }
    const seen = part(ink, grown(DATA, SLACK), SCALE)
    const around = grown(DATA, BLURRED)
    const sharp = hold(inkOf(part(hold(matOf(issued)), around, issued.width / LETTER_LAYOUT.page.width), around))
    const soft = hold(new (cv().Mat)())
    const answer = hold(new (cv().Mat)())
    const likeness = BLURS.map((blur) => {
      cv().GaussianBlur(sharp, soft, new (cv().Size)(0, 0), blur)
      cv().matchTemplate(seen, part(soft, { ...DATA, x: BLURRED, y: BLURRED }, SCALE), answer, cv().TM_CCOEFF_NORMED)
      return Math.max(...answer.data32F)
    })
    return Math.max(...likeness)
  })
}

const grown = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
})

/** The side of a window, which is as large as a character, and the step from one to the next, in points. */
const WINDOW = 10
const STEP = 3
/** The ink of a window varies at least so much, from 0 to 1, where something is printed, or written. */
const PRINTED = 0.08
const WRITTEN = 0.12
/** Ink of the same page is at least so alike, regardless of what was done to the paper; other ink is less alike. */
const ALIKE = 0.84
/** So many windows next to each other show that something is other: one alone is a speck. */
const FEWEST = 3
/**
 * Differences are looked for here: between the corner marks, without the code, and on the last page without the boxes
 * and what is next to them.
 */
const AREA = { left: 44, right: LETTER_LAYOUT.page.width - 44, top: 40, bottom: 800 }
const BESIDE_CODE = 6
const HANDS = {
  top: LETTER_LAYOUT.hands[0].y - 22,
  bottom: LETTER_LAYOUT.hands[0].y + LETTER_LAYOUT.hands[0].height + 5,
}
const MOST = 100

/**
 * Returns where a flat page differs from the page as it was issued. Both are ink, and what differs is at least a
 * character large.
 *
 * @param isLast whether the boxes are on it
 * @param isInside whether a point of the page is in the picture
 */
export function alteredIn(
  ink: OpenCv.Mat,
  issued: OpenCv.Mat,
  { isLast, isInside }: { isLast: boolean; isInside: (x: number, y: number) => boolean },
): Placed[] {
  const likeness = likenessOf(ink, issued)
  const [columns, rows] = [Math.floor((AREA.right - AREA.left) / STEP), Math.floor((AREA.bottom - AREA.top) / STEP)]
  return withMats((hold) => {
    const other = hold(cv().Mat.zeros(rows, columns, cv().CV_8UC1))
    const least = new Float32Array(columns * rows).fill(1)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const [x, y] = [AREA.left + column * STEP, AREA.top + row * STEP]
        if (isLast && y > HANDS.top && y < HANDS.bottom) continue
        if (x > CODE.x - BESIDE_CODE && y < CODE.y + CODE.height + BESIDE_CODE) continue
        const value = likeness(x, y)
        if (value >= ALIKE || !isInside(x, y)) continue
        other.data[row * columns + column] = 255
        least[row * columns + column] = value
      }
    return regionsOf(other, least)
  })
}

function regionsOf(other: OpenCv.Mat, least: Float32Array): Placed[] {
  return withMats((hold) => {
    const joined = hold(new (cv().Mat)())
    cv().dilate(other, joined, hold(cv().Mat.ones(3, 5, cv().CV_8UC1)))
    const [labels, stats, centres] = [hold(new (cv().Mat)()), hold(new (cv().Mat)()), hold(new (cv().Mat)())]
    const count = cv().connectedComponentsWithStats(joined, labels, stats, centres, 8, cv().CV_32S)
    const regions: (Placed & { windows: number })[] = Array.from({ length: count }, (_, i) => {
      const [left = 0, top = 0, width = 0, height = 0] = stats.data32S.subarray(i * 5, i * 5 + 4)
      // A window reaches half of its width around its middle; what joins windows is not altered.
      const inner: Box = {
        x: AREA.left + (left + 2) * STEP - WINDOW / 4,
        y: AREA.top + (top + 1) * STEP - WINDOW / 4,
        width: Math.max(1, width - 4) * STEP + WINDOW / 4,
        height: Math.max(1, height - 2) * STEP + WINDOW / 4,
      }
      return { windows: 0, confidence: 0, rectangle: rectangleOn(inner) }
    })
    const found = regions.map((region) => ({ ...region, least: 1 }))
    const [{ data32S: labelled }, { data: isOther }] = [labels, other]
    for (let at = 0; at < least.length; at++) {
      const region = found[labelled[at] ?? 0]
      if (!region || !isOther[at]) continue
      region.windows += 1
      region.least = Math.min(region.least, least[at] ?? 1)
    }
    return found
      .slice(1)
      .filter(({ windows }) => windows >= FEWEST)
      .map(({ rectangle, least: value }) => ({
        rectangle,
        confidence: Math.min(1, Math.round((0.5 + (ALIKE - value) * 0.7) * 100) / 100),
      }))
      .sort((a, b) => b.confidence - a.confidence)
      .slice(0, MOST)
  })
}

/** Returns how alike the ink of two pages is around a point of them: 1 where there is none. */
function likenessOf(ink: OpenCv.Mat, issued: OpenCv.Mat): (x: number, y: number) => number {
  return withMats((hold) => {
    const [seen, wanted] = [hold(new (cv().Mat)()), hold(new (cv().Mat)())]
    ink.convertTo(seen, cv().CV_32F, 1 / 255)
    hold(aligned(ink, issued)).convertTo(wanted, cv().CV_32F, 1 / 255)
    withoutFolds(seen, wanted)
    const size = new (cv().Size)(Math.round(WINDOW * SCALE) | 1, Math.round(WINDOW * SCALE) | 1)
    const mean = (mat: OpenCv.Mat): Float32Array => {
      const soft = hold(new (cv().Mat)())
      cv().boxFilter(mat, soft, -1, size, new (cv().Point)(-1, -1), true, cv().BORDER_REPLICATE)
      return at(soft)
    }
    const product = hold(new (cv().Mat)())
    const meanOf = (one: OpenCv.Mat, other: OpenCv.Mat) => {
      cv().multiply(one, other, product)
      return mean(product)
    }
    const means = [mean(seen), mean(wanted), meanOf(seen, seen), meanOf(wanted, wanted), meanOf(seen, wanted)] as const
    return (x, y) => {
      const place = Math.round((y - AREA.top) / STEP) * COLUMNS + Math.round((x - AREA.left) / STEP)
      const [a = 0, b = 0, aa = 0, bb = 0, ab = 0] = means.map((values) => values[place] ?? 0)
      const [own, others] = [Math.sqrt(Math.max(0, aa - a * a)), Math.sqrt(Math.max(0, bb - b * b))]
      if (others < PRINTED && own < WRITTEN) return 1
      return (ab - a * b) / Math.max(1e-3, own * others)
    }
  })
}

const COLUMNS = Math.floor((AREA.right - AREA.left) / STEP)

/** Returns the values at the middles of the windows alone: the whole page would take much memory. */
function at({ data32F: values, cols }: OpenCv.Mat): Float32Array {
  const rows = Math.floor((AREA.bottom - AREA.top) / STEP)
  return Float32Array.from({ length: rows * COLUMNS }, (_, i) => {
    const [x, y] = [AREA.left + (i % COLUMNS) * STEP, AREA.top + Math.floor(i / COLUMNS) * STEP]
    return values[Math.round(y * SCALE) * cols + Math.round(x * SCALE)] ?? 0
  })
}
