import 'server-only'
import { fileTypeFromBuffer } from 'file-type'
import { DomainError } from '@/lib/core/errors'
import type { ImageMediaType } from './decoder-protocol'

/** Enough for every signature that file-type knows, and for an `<svg` behind a long comment. */
const HEAD = 64 * 1024

const TAKEN: ReadonlySet<string> = new Set<ImageMediaType>(['image/jpeg', 'image/png', 'image/webp'])

/** Names that people know, where the extension alone would not tell. */
const NAMES: Readonly<Record<string, string>> = {
  'image/heif': 'HEIC',
  'image/heic-sequence': 'HEIC',
  'image/heif-sequence': 'HEIC',
  'image/tiff': 'TIFF',
  'application/x-msdownload': 'EXE',
}

/**
 * What the content is; the name and the declared type of an upload are never asked.
 *
 * @throws DomainError FILE_WRONG_KIND, with `found` (such as PDF, HEIC, SVG) when it is something that we know
 */
export async function sniffImage(bytes: Uint8Array): Promise<ImageMediaType> {
  const head = bytes.subarray(0, HEAD)
  // file-type parses containers: what it chokes on is merely unknown.
  const type = await fileTypeFromBuffer(head).catch(() => undefined)
  if (type && TAKEN.has(type.mime)) return type.mime as ImageMediaType
  const found = nameOfText(head) ?? (type && (NAMES[type.mime] ?? type.ext.toUpperCase()))
  throw new DomainError(
    'FILE_WRONG_KIND',
    `Not a JPEG, PNG or WebP: ${found ?? 'unknown'}`,
    found ? { params: { found } } : {},
  )
}

/** Text formats have no signature: file-type leaves them unnamed, or calls an SVG plain XML. */
function nameOfText(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1')
  if (!/^(?:\xef\xbb\xbf)?\s*</.test(text)) return undefined
  if (/<(?:\w+:)?svg[\s>]/i.test(text)) return 'SVG'
  return /<(?:!doctype\s+html|html|script|body)[\s>]/i.test(text) ? 'HTML' : undefined
}
