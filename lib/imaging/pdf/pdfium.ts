import 'server-only'
import type { PDFiumModule } from '@hyzyla/pdfium'
import { instantiate } from '../wasm'

const WASM = '@hyzyla/pdfium/pdfium.wasm'

/** Declares what the package's own types omit of PDFium's public headers, under their names there. */
type Headers = {
  _FPDF_InitLibrary(): void
  _FPDF_GetSecurityHandlerRevision(document: number): number
  _FPDF_GetFormType(document: number): number
  _FPDFDoc_GetJavaScriptActionCount(document: number): number
  _FPDFDoc_GetAttachmentCount(document: number): number
  _FPDFPageObj_GetBounds(object: number, left: number, bottom: number, right: number, top: number): number
  _FPDFFormObj_CountObjects(form: number): number
  _FPDFFormObj_GetObject(form: number, index: number): number
  HEAPF32: Float32Array
}

export type Pdfium = Awaited<ReturnType<typeof PDFiumModule>> & Headers

/** Returns PDFium in an instance of its own: built without a script engine, so that nothing in a document can run. */
export async function pdfium(): Promise<Pdfium> {
  const library = await import('@hyzyla/pdfium') // where it is needed: most children see no PDF
  const module = (await library.PDFiumModule({
    // The package types what it hands on to `done` as the module; it is the instance.
    instantiateWasm: (imports, done) =>
      instantiate(WASM)(imports, done as unknown as (instance: WebAssembly.Instance) => WebAssembly.Exports),
  })) as Pdfium
  module._FPDF_InitLibrary()
  return module
}

/** FPDF_FORMFILLINFO fits into so many bytes. It holds its version and, where a program has them, callbacks. */
const FORM_FILL_INFO = 256
const FORM_FILL_VERSION = 2

/**
 * Returns the handle that draws the fields of a document's form: fields that are filled in, signed and sealed belong to
 * what is read.
 */
export function formOf(module: Pdfium, document: number): number {
  const info = new Uint8Array(FORM_FILL_INFO)
  info[0] = FORM_FILL_VERSION
  return module._FPDFDOC_InitFormFillEnvironment(document, copyIn(module, info))
}

/** Copies bytes into the instance's memory. */
export function copyIn(module: Pdfium, bytes: Uint8Array): number {
  const place = module.wasmExports.malloc(bytes.length)
  if (place === 0) throw new Error('PDFium has no memory left')
  module.HEAPU8.set(bytes, place)
  return place
}
