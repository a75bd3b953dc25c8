/** Lists the types that are accepted, by content, under the names that people use, in the order of display. */
export const FILE_FORMATS = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'image/heic': 'HEIC',
  'application/pdf': 'PDF',
} as const

export type FileMediaType = keyof typeof FILE_FORMATS
export const FILE_MEDIA_TYPES = Object.keys(FILE_FORMATS) as FileMediaType[]

const EXTENSIONS: Readonly<Record<FileMediaType, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'image/heic': '.heic',
  'application/pdf': '.pdf',
}

/** Returns the extension of a file's name, with its dot; empty for another type. */
export const extensionOf = (mediaType: string): string => (EXTENSIONS as Record<string, string>)[mediaType] ?? ''

/** Returns the names of the types, with solidi between them, which both languages use. */
export const formatsText = (mediaTypes: readonly string[]): string =>
  FILE_MEDIA_TYPES.filter((type) => mediaTypes.includes(type))
    .map((type) => FILE_FORMATS[type])
    .join(' / ')

/** Returns the `accept` of a file input: many systems know HEIC by file extensions alone. */
export const acceptText = (mediaTypes: readonly string[]): string =>
  mediaTypes.flatMap((type) => (type === 'image/heic' ? [type, '.heic', '.heif'] : [type])).join(',')
