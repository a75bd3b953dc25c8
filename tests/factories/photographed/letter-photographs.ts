import path from 'node:path'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'
import { LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import { randomFrom } from '@/scripts/demo/specimens/random'
import type { Sheet } from '@/scripts/demo/specimens/scene'
import { fingerprint, HAND_DEFS, handDate, roundSeal, signature } from './hand-marks'
import type { Level } from './levels'
import { asPdf } from './mixed-letters'
import { photograph } from './photograph'

/** A print shop prints at this resolution, in dots an inch. */
const DPI = 200

/** Returns a letter as it comes back from who signed, sealed and dated it: scanned into one PDF. */
export async function sealedLetter(pdf: Buffer, name: string): Promise<{ pdf: Buffer; pages: number }> {
  const scans = await signedPhotographs(pdf, { name: name.slice(0, 3), mark: { sealOf: name } }, `sealed ${name}`)
  return { pdf: await asPdf(scans), pages: scans.length }
}

/** Describes who signed a letter, and by which mark. */
export type Hands = { readonly name: string; readonly mark: 'none' | 'thumbprint' | { readonly sealOf: string } }

/**
 * Returns a photograph in flat light of each page of a letter that was signed and dated, with a mark or without. JPEG.
 */
export async function signedPhotographs(pdf: Buffer, { name, mark }: Hands, seed: string): Promise<Buffer[]> {
  const random = randomFrom(seed)
  const [sign, box, date] = LETTER_LAYOUT.hands
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const hands = [
    signature(sign.x + 24, sign.y + 88, name, random),
    ...(mark === 'thumbprint' ? [fingerprint(x, y, 48, 66, random)] : []),
    ...(typeof mark === 'object' ? [roundSeal(x, y, 58, mark.sealOf, random)] : []),
    handDate(date.x, date.y, random),
  ]
  return letterPhotographs(pdf, 'scan', seed, hands.join(''))
}

/**
 * Returns a photograph of each page of a letter. JPEG.
 *
 * @param hands what was made by hand on the last page, as SVG in points
 */
export async function letterPhotographs(pdf: Buffer, level: Level, seed: string, hands = ''): Promise<Buffer[]> {
  // libvips reads this when it draws the first letter.
  process.env.FONTCONFIG_FILE = path.resolve('tests/factories/photographed/fonts.conf')
  const random = randomFrom(seed)
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const photographs: Buffer[] = []
  for (const page of document.pages()) {
    const { data, width, height } = await page.render({ scale: DPI / 72, colorSpace: 'BGRA' })
    const isLast = photographs.length === document.getPageCount() - 1
    photographs.push(await photograph(await sheetOf(data, width, height, isLast ? hands : ''), level, random, null))
  }
  document.destroy()
  library.destroy()
  return photographs
}

async function sheetOf(bgra: Uint8Array, width: number, height: number, hands: string): Promise<Sheet> {
  const rgb = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at += 1) {
    rgb.set([bgra[at * 4 + 2] ?? 0, bgra[at * 4 + 1] ?? 0, bgra[at * 4] ?? 0], at * 3)
  }
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
  const picture = `data:image/png;base64,${png.toString('base64')}`
  const body = `<image width="${width}" height="${height}" href="${picture}"/><g transform="scale(${DPI / 72})">${hands}</g>`
  return { width, height, radius: 0, defs: HAND_DEFS, body }
}
