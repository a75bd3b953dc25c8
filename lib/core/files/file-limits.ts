import { formatsText } from './file-formats'

export const MAX_PDF_PAGES = 10

export const MEGABYTE = 1024 * 1024
/** The largest file that any rulebook may allow, in bytes; a PDF contains several scans and may be larger. */
export const MAX_FILE_BYTES = 10 * MEGABYTE
export const MAX_PDF_BYTES = 20 * MEGABYTE

/** Limits how large a file may be, by its type: each page of a PDF is a scan of its own. */
export type SizeLimits = {
  readonly mediaTypes: readonly string[]
  readonly maxBytes: number
  /** Limits the size of a PDF; without it, the limit of all others holds. */
  readonly maxPdfBytes?: number | undefined
}

/** @param mediaType by content; undefined for what is nothing known */
export const maxBytesFor = ({ maxBytes, maxPdfBytes }: SizeLimits, mediaType: string | undefined): number =>
  mediaType === 'application/pdf' ? (maxPdfBytes ?? maxBytes) : maxBytes

/** Returns the largest limit of any type: the type is not known before the first bytes arrived. */
export const largestLimit = (limits: SizeLimits): number =>
  Math.max(...limits.mediaTypes.map((mediaType) => maxBytesFor(limits, mediaType)))

/** Returns the parameters of the sentence about limits (`common.upload.limits`); `pages` is 0 if no PDF is accepted. */
export function limitWords(limits: SizeLimits & { readonly minShortSide: number }) {
  const takesPdf = limits.mediaTypes.includes('application/pdf')
  return {
    formats: formatsText(limits.mediaTypes),
    megabytes: Math.floor(limits.maxBytes / MEGABYTE),
    pdfMegabytes: Math.floor(maxBytesFor(limits, 'application/pdf') / MEGABYTE),
    pixels: limits.minShortSide,
    pages: takesPdf ? MAX_PDF_PAGES : 0,
  }
}
