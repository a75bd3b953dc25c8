import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'
import type { IssuedPage } from '@/lib/checks/letter/letter-page'
import { RENDITION_JPEG } from '@/lib/imaging/rendition-jpeg'
import { drawLetter } from '@/lib/rulebook/letters/draw-letter'
import type { Letter } from '@/lib/rulebook/letters/letter'
import { letterCode } from '@/lib/rulebook/letters/letter-code'
import { SIGNER } from '../letters'

/** A print shop prints at this resolution, in dots an inch. */
const DPI = 200
/** A point of a printed page has so many pixels. */
export const POINT = DPI / 72

/** Holds rows of RGB. */
export type Raster = { readonly data: Buffer; readonly width: number; readonly height: number }

/** Returns the pages of a letter as they are issued, and as a printer gets them. */
export async function printed(letter: Letter, id: string): Promise<{ pages: IssuedPage[]; rasters: Raster[] }> {
  const { pdf, pages } = await drawLetter({ id, issuedAt: new Date(0), letter, signer: SIGNER })
  const rasters = await rastersOf(pdf)
  const drawn = rasters.map(async ({ data, width, height }, at): Promise<IssuedPage> => {
    const code = letterCode({ letterId: id, page: at + 1, pages, version: letter.version }, SIGNER)
    const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg(RENDITION_JPEG)
      .toBuffer()
    return { code, jpeg }
  })
  return { pages: await Promise.all(drawn), rasters }
}

/** Returns one page of a letter as a printer gets it, and how many there are. */
export async function printedPage(
  letter: Letter,
  id: string,
  place: number,
): Promise<{ raster?: Raster; pages: number }> {
  const { pdf, pages } = await drawLetter({ id, issuedAt: new Date(0), letter, signer: SIGNER })
  const [raster] = place < pages ? await rastersOf(pdf, [place]) : []
  return { ...(raster && { raster }), pages }
}

let library: PDFiumLibrary | undefined

async function rastersOf(pdf: Buffer, places?: readonly number[]): Promise<Raster[]> {
  library ??= await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const rasters: Raster[] = []
  for (const place of places ?? Array.from({ length: document.getPageCount() }, (_, at) => at)) {
    const { data: bgra, width, height } = await document.getPage(place).render({ scale: POINT, colorSpace: 'BGRA' })
    rasters.push({ data: rgbOf(bgra, width * height), width, height })
  }
  document.destroy()
  return rasters
}

function rgbOf(bgra: Uint8Array, pixels: number): Buffer {
  const data = Buffer.alloc(pixels * 3)
  for (let at = 0, from = 0; at < data.length; at += 3, from += 4) {
    data[at] = bgra[from + 2] ?? 0
    data[at + 1] = bgra[from + 1] ?? 0
    data[at + 2] = bgra[from] ?? 0
  }
  return data
}
