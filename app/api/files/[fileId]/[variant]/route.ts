import { Readable } from 'node:stream'
import { DomainError } from '@/lib/core/errors'
import { openFile } from '@/lib/qualifications/open-file'
import { OpenFileInput } from '@/lib/qualifications/schemas'
import { route } from '@/lib/web/route'

type Params = { fileId: string; variant: string }

/** What is shown of a document: `rendition` or `thumbnail`. */
export const GET = route<Params>('document.open', async (actor, _request, params) => {
  const input = OpenFileInput.safeParse({ ...params, variant: params.variant.toUpperCase() })
  if (!input.success) throw new DomainError('NOT_FOUND', 'No such file')
  const { stream, size, name, mediaType } = await openFile(actor, input.data)
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
    headers: {
      'Content-Type': mediaType,
      'Content-Length': String(size),
      'Content-Disposition': `inline; filename*=UTF-8''${extended(name)}`,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Content-Security-Policy': "sandbox; default-src 'none'",
    },
  })
})

/** A header value in any script (RFC 8187). */
function extended(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
}
