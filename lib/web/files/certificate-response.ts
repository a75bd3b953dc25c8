import 'server-only'
import { Readable } from 'node:stream'
import type { Certificate } from '@/lib/privacy/erasure/certificate'
import { drawCertificate } from '@/lib/privacy/erasure/draw-certificate'
import { attachment } from './disposition'
import { fileResponse } from './file-response'

/** Returns a certificate as a file: a PDF for people, or JSON for programs. */
export async function certificateResponse(request: Request, certificate: Certificate): Promise<Response> {
  const isJson = new URL(request.url).searchParams.get('format') === 'json'
  const content = isJson ? Buffer.from(`${JSON.stringify(certificate, null, 2)}\n`) : await drawCertificate(certificate)
  const name = `zhunxin-erasure-${certificate.reference ?? 'account'}-${certificate.id.slice(-8)}`
  return fileResponse(Readable.from([content]), {
    mediaType: isJson ? 'application/json; charset=utf-8' : 'application/pdf',
    disposition: attachment(`${name}.${isJson ? 'json' : 'pdf'}`),
    size: content.length,
  })
}
