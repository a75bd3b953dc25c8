import 'server-only'
import { Readable } from 'node:stream'

type Described = { mediaType: string; disposition: string; size?: number }

/** Bytes for whoever asked and nobody else: kept by no cache, embedded by no other site, and never run as a page. */
export function fileResponse(content: Readable, { mediaType, disposition, size }: Described): Response {
  return new Response(Readable.toWeb(content) as ReadableStream<Uint8Array>, {
    headers: {
      'Content-Type': mediaType,
      ...(size === undefined ? {} : { 'Content-Length': String(size) }),
      'Content-Disposition': disposition,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Content-Security-Policy': "sandbox; default-src 'none'",
    },
  })
}
