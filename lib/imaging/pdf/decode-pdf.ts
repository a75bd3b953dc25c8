import 'server-only'
import sharp from 'sharp'
import type { DecodeRequest } from '../decoder/decoder-protocol'
import type { MemoryBudget } from '../decoder/memory-budget'
import { type DrawnPage, draw } from '../draw'
import { Refused } from '../refused'
import { PAGE_SIDE } from '../rendition-size'
import { imagesOn, type PageImage } from './pdf-images'
import { refuseActiveContent } from './pdf-scan'
import { copyIn, formOf, type Pdfium, pdfium } from './pdfium'

/** These constants are from fpdfview.h and fpdf_formfill.h. */
const ERROR_PASSWORD = 4
const ERROR_SECURITY = 5
const NOT_ENCRYPTED = -1
const FORM_XFA = 2
const BGR = 2
const WHITE = 0xffffffff
const ANNOTATIONS = 0x01
const REVERSE_BYTE_ORDER = 0x10
const LIMITED_IMAGE_CACHE = 0x200

/** Lines of text four times as long as the page is wide are too small to be read in what is drawn. */
const LEAST_SIDE = PAGE_SIDE / 4

/** The share of a page from which on a picture counts as a scan, whose pixels are checked. */
const SCAN = 0.5

/**
 * Draws each page of a PDF. Words and lines have no resolution, and are drawn at the display size; for a scan, its own
 * pixels are counted.
 *
 * @throws Refused; any error that Emscripten throws when memory is exhausted
 */
export async function* decodePdf(
  original: Buffer,
  request: DecodeRequest,
  room: MemoryBudget,
): AsyncGenerator<DrawnPage> {
  room.need(false)
  const module = await pdfium()
  const document = open(module, original)
  refuseActiveContent(original)
  const hasActive =
    module._FPDFDoc_GetJavaScriptActionCount(document) > 0 ||
    module._FPDFDoc_GetAttachmentCount(document) > 0 ||
    module._FPDF_GetFormType(document) >= FORM_XFA
  if (hasActive) throw new Refused({ kind: 'ACTIVE_CONTENT' })

  const pages = module._FPDF_GetPageCount(document)
  if (pages < 1) throw new Refused({ kind: 'BROKEN' })
  if (pages > request.maxPages) throw new Refused({ kind: 'TOO_MANY_PAGES', pages })
  const form = formOf(module, document)
  for (let index = 0; index < pages; index++) yield await drawPage(module, { document, form }, index, request)
}

function open(module: Pdfium, original: Buffer): number {
  const document = module._FPDF_LoadMemDocument(copyIn(module, original), original.length, 0)
  const error = document === 0 ? module._FPDF_GetLastError() : 0
  // A document that may be read without its password, and not be changed, is encrypted all the same.
  const isProtected = document !== 0 && module._FPDF_GetSecurityHandlerRevision(document) !== NOT_ENCRYPTED
  if (isProtected || error === ERROR_PASSWORD || error === ERROR_SECURITY) throw new Refused({ kind: 'PROTECTED' })
  if (document === 0) throw new Refused({ kind: 'BROKEN' })
  return document
}

async function drawPage(
  module: Pdfium,
  { document, form }: { document: number; form: number },
  index: number,
  { maxPixels, minShortSide }: DecodeRequest,
): Promise<DrawnPage> {
  const page = module._FPDF_LoadPage(document, index)
  if (page === 0) throw new Refused({ kind: 'BROKEN' })
  const points = { width: module._FPDF_GetPageWidth(page), height: module._FPDF_GetPageHeight(page) }
  const scale = PAGE_SIDE / Math.max(points.width, points.height)
  const width = Math.round(points.width * scale)
  const height = Math.round(points.height * scale)
  const shortSide = Math.min(width, height)
  if (!(shortSide >= Math.min(minShortSide, LEAST_SIDE))) {
    throw new Refused({ kind: 'TOO_SMALL', shortSide: Math.max(1, shortSide || 1) })
  }
  const images = imagesOn(module, page)
  const pixels = Math.max(0, ...images.map((image) => image.width * image.height))
  if (pixels > maxPixels) throw new Refused({ kind: 'TOO_MANY_PIXELS', pixels })
  const scanned = scannedSide(images, points)
  if (scanned < minShortSide) throw new Refused({ kind: 'TOO_SMALL', shortSide: Math.max(1, Math.round(scanned)) })

  const place = copyIn(module, new Uint8Array(width * height * 3))
  const bitmap = module._FPDFBitmap_CreateEx(width, height, BGR, place, width * 3)
  module._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
  const flags = ANNOTATIONS | REVERSE_BYTE_ORDER | LIMITED_IMAGE_CACHE
  module._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
  if (form !== 0) {
    module._FORM_OnAfterLoadPage(page, form)
    module._FPDF_FFLDraw(form, bitmap, page, 0, 0, width, height, 0, flags & ~ANNOTATIONS)
    module._FORM_OnBeforeClosePage(page, form)
  }
  module._FPDFBitmap_Destroy(bitmap)
  module._FPDF_ClosePage(page)
  const rows = module.HEAPU8.subarray(place, place + width * height * 3)
  const drawn = await draw(sharp(rows, { raw: { width, height, channels: 3 } }), PAGE_SIDE)
  module.wasmExports.free(place)
  return { width, height, ...drawn }
}

/** Pixels that the short side of the page would have at the resolution of its scan; without one, no end of them. */
function scannedSide(images: readonly PageImage[], page: { width: number; height: number }): number {
  const area = page.width * page.height
  const scans = images.filter(({ box }) => box.width * box.height >= area * SCAN)
  const densities = scans.map(({ width, height, box }) => Math.sqrt((width * height) / (box.width * box.height)))
  return densities.length > 0 ? Math.max(...densities) * Math.min(page.width, page.height) : Number.POSITIVE_INFINITY
}
