import 'server-only'
import { Readable } from 'node:stream'
import type { ByteRange } from '@/lib/storage/store-port'
import { requestedRange } from './byte-range'

type Described = { mediaType: string; disposition: string; size?: number }

/**
 * Returns bytes for the requester alone: no cache stores them, no other site embeds them, and they never run as a page.
 */
export function fileResponse(content: Readable, { mediaType, disposition, size }: Described): Response {
  return new Response(bodyOf(content), { headers: headersOf(mediaType, disposition, size) })
}

type InPieces = {
  mediaType: string
  disposition: string
  size: number
  read(range?: ByteRange): Promise<Readable>
}

/** Returns a file that can be fetched in pieces, so that a download which broke off continues (RFC 9110, 14). */
export async function rangeResponse(request: Request, file: InPieces): Promise<Response> {
  const { mediaType, disposition, size } = file
  const range = request.method === 'GET' ? requestedRange(request.headers, size) : null
  if (range === 'UNSATISFIABLE') {
    const headers = { 'Content-Range': `bytes */${size}`, 'Cache-Control': 'private, no-store' }
    return new Response(null, { status: 416, headers })
  }
  const length = range ? range.end - range.start + 1 : size
  const headers = { ...headersOf(mediaType, disposition, length), 'Accept-Ranges': 'bytes' }
  if (!range) return new Response(bodyOf(await file.read()), { headers })
  const contentRange = { 'Content-Range': `bytes ${range.start}-${range.end}/${size}` }
  return new Response(bodyOf(await file.read(range)), { status: 206, headers: { ...headers, ...contentRange } })
}

const bodyOf = (content: Readable) => Readable.toWeb(content) as ReadableStream<Uint8Array>

const headersOf = (mediaType: string, disposition: string, size: number | undefined): Record<string, string> => ({
  'Content-Type': mediaType,
  ...(size === undefined ? {} : { 'Content-Length': String(size) }),
  'Content-Disposition': disposition,
  // The framework would compress long lists: several times slower than the database writes them.
  'Cache-Control': 'private, no-store, no-transform',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': "sandbox; default-src 'none'",
})
