import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { create } from 'qrcode'
import { LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import { cv, pixelsOf, withMats } from '../ocr/opencv'
import type { Pixels, Point } from '../ocr/pixels'
import { qrIn } from '../qr'
import { LETTER_CODE } from '../read-pixels'
import { cornersOfBox, flattened, type Projection } from './geometry'

const BOX = LETTER_LAYOUT.code
/** Modules of paper around a code. */
const QUIET = 4
/**
 * Pixels for a point, and how much the edges are sharpened, in the order of trying: what is blurred is read only
 * larger.
 */
const TRIES = [
  { scale: 5, sharpened: 0 },
  { scale: 5, sharpened: 2 },
  { scale: 7, sharpened: 4 },
] as const

/**
 * Reads the code of a page whose place in the picture is known.
 *
 * @param grey the picture without its colours: a code has none
 */
export async function codeOn(grey: OpenCv.Mat, inPicture: Projection): Promise<string | null> {
  for (const { scale, sharpened } of TRIES) {
    const pixels = withMats((hold): Pixels => {
      const flat = hold(flattened(grey, inPicture, BOX, scale))
      if (sharpened > 0) sharpen(flat, sharpened, scale)
      cv().cvtColor(flat, flat, cv().COLOR_GRAY2RGB)
      return pixelsOf(flat)
    })
    const found = await qrIn(pixels)
    if (found && LETTER_CODE.test(found.text)) return found.text
  }
  return null
}

function sharpen(mat: OpenCv.Mat, by: number, scale: number): void {
  withMats((hold) => {
    const soft = hold(new (cv().Mat)())
    cv().GaussianBlur(mat, soft, new (cv().Size)(0, 0), scale)
    cv().addWeighted(mat, 1 + by, soft, -by, 0, mat)
  })
}

/** A code that was found by itself, and where its corners are on the page and in the picture. */
export type FoundCode = { readonly text: string; readonly on: readonly Point[]; readonly at: readonly Point[] }

/** Finds the code of a page whose marks were not found. */
export async function codeIn(picture: Pixels): Promise<FoundCode | null> {
  const found = await qrIn(picture)
  if (!found || !LETTER_CODE.test(found.text)) return null
  const { size } = create(found.text, { errorCorrectionLevel: 'M' }).modules
  const quiet = (BOX.width * QUIET) / (size + 2 * QUIET)
  const inner = { x: BOX.x + quiet, y: BOX.y + quiet, width: BOX.width - 2 * quiet, height: BOX.height - 2 * quiet }
  return { text: found.text, on: cornersOfBox(inner), at: found.corners }
}
