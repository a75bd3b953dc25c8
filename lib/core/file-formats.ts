/** The types that can be taken in, by content, as people call them; in the order that they are named in. */
export const FILE_FORMATS = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'image/heic': 'HEIC',
  'application/pdf': 'PDF',
} as const

export type FileMediaType = keyof typeof FILE_FORMATS
export const FILE_MEDIA_TYPES = Object.keys(FILE_FORMATS) as FileMediaType[]

/** Of a PDF. */
export const MAX_PDF_PAGES = 10

const MEGABYTE = 1024 * 1024

/** How large a file may be, by what it is: each page of a PDF is a scan of its own. */
export type SizeLimits = {
  readonly mediaTypes: readonly string[]
  readonly maxBytes: number
  /** Of a PDF; without it, as of all others. */
  readonly maxPdfBytes?: number | undefined
}

/** @param mediaType by content; undefined for what is nothing known */
export const maxBytesFor = ({ maxBytes, maxPdfBytes }: SizeLimits, mediaType: string | undefined): number =>
  mediaType === 'application/pdf' ? (maxPdfBytes ?? maxBytes) : maxBytes

/** Of whatever is taken, while it is not known what it will be. */
export const mostBytes = (limits: SizeLimits): number =>
  Math.max(...limits.mediaTypes.map((mediaType) => maxBytesFor(limits, mediaType)))

/** What the sentence about limits needs (`common.upload.limits`); `pages` is 0 where no PDF is taken. */
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

/** Their names, between solidi, which both languages know. */
export const formatsText = (mediaTypes: readonly string[]): string =>
  FILE_MEDIA_TYPES.filter((type) => mediaTypes.includes(type))
    .map((type) => FILE_FORMATS[type])
    .join(' / ')

/** For the `accept` of a file input: many systems know HEIC by the ends of names alone. */
export const acceptText = (mediaTypes: readonly string[]): string =>
  mediaTypes.flatMap((type) => (type === 'image/heic' ? [type, '.heic', '.heif'] : [type])).join(',')
