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

/** Their names, between solidi, which both languages know. */
export const formatsText = (mediaTypes: readonly string[]): string =>
  FILE_MEDIA_TYPES.filter((type) => mediaTypes.includes(type))
    .map((type) => FILE_FORMATS[type])
    .join(' / ')

/** For the `accept` of a file input: many systems know HEIC by the ends of names alone. */
export const acceptText = (mediaTypes: readonly string[]): string =>
  mediaTypes.flatMap((type) => (type === 'image/heic' ? [type, '.heic', '.heif'] : [type])).join(',')
