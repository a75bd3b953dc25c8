import { readCertificateByLink } from '@/lib/privacy/erasure/read-certificate'
import { certificateResponse } from '@/lib/web/files/certificate-response'
import { publicRoute } from '@/lib/web/route'

/** The same for who has a link to it, and maybe no session any more. */
export const GET = publicRoute<{ token: string; erasureId: string }>(
  'erasure.certificate_by_link',
  async ({ address }, request, { token, erasureId }) =>
    certificateResponse(request, await readCertificateByLink({ token, erasureId, address })),
)
