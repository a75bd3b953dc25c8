import 'server-only'
import type { Pdfium } from './pdfium'

/** These types of page objects are from fpdf_edit.h. */
const IMAGE = 3
const FORM = 5

/** Limits the depth of forms within forms, as PDFium does. */
const MAX_DEPTH = 16

/** Describes a picture on a page of a PDF: its pixels, and what it covers, in points; of one within a form, nothing. */
export type PageImage = {
  readonly width: number
  readonly height: number
  readonly box: { readonly width: number; readonly height: number }
}

/** Returns the pictures that a page draws, those within forms too. */
export function imagesOn(module: Pdfium, page: number): PageImage[] {
  const count = module._FPDFPage_CountObjects(page)
  return Array.from({ length: Math.max(0, count) }, (_, at) => module._FPDFPage_GetObject(page, at)).flatMap((object) =>
    imagesIn(module, object, 0),
  )
}

function imagesIn(module: Pdfium, object: number, depth: number): PageImage[] {
  const type = module._FPDFPageObj_GetType(object)
  if (type === IMAGE) return imageOf(module, object, depth)
  if (type !== FORM || depth === MAX_DEPTH) return []
  const count = module._FPDFFormObj_CountObjects(object)
  return Array.from({ length: Math.max(0, count) }, (_, at) => module._FPDFFormObj_GetObject(object, at)).flatMap(
    (inner) => imagesIn(module, inner, depth + 1),
  )
}

function imageOf(module: Pdfium, object: number, depth: number): PageImage[] {
  const place = module.wasmExports.malloc(24)
  try {
    if (!module._FPDFImageObj_GetImagePixelSize(object, place, place + 4)) return []
    const [width = 0, height = 0] = new Uint32Array(module.HEAPU8.buffer, place, 2)
    // A form has its own scale, so the covered area is unknown.
    if (depth > 0) return [{ width, height, box: { width: 0, height: 0 } }]
    if (!module._FPDFPageObj_GetBounds(object, place + 8, place + 12, place + 16, place + 20)) return []
    const [left = 0, bottom = 0, right = 0, top = 0] = new Float32Array(module.HEAPU8.buffer, place + 8, 4)
    return [{ width, height, box: { width: right - left, height: top - bottom } }]
  } finally {
    module.wasmExports.free(place)
  }
}
