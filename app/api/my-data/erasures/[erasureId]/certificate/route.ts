import { readCertificate } from '@/lib/privacy/erasure/read-certificate'
import { certificateResponse } from '@/lib/web/files/certificate-response'
import { route } from '@/lib/web/route'

/** Returns the certificate of an erasure as a PDF, or with `?format=json` as JSON. */
export const GET = route<{ erasureId: string }>('erasure.certificate', async (actor, request, { erasureId }) =>
  certificateResponse(request, await readCertificate(actor, erasureId)),
)
