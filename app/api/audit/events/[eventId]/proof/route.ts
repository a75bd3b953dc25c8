import { Readable } from 'node:stream'
import { proveEvent } from '@/lib/reports/verifications/prove-event'
import { fileResponse } from '@/lib/web/file-response'
import { route } from '@/lib/web/route'

/** The proof that an entry stands in the audit log. */
export const GET = route<{ eventId: string }>('audit.proof', async (actor, _request, { eventId }) => {
  const proof = Readable.from([await proveEvent(actor, eventId)], { objectMode: false })
  const disposition = `attachment; filename="${eventId}.tlog-proof"`
  return fileResponse(proof, { mediaType: 'text/plain; charset=utf-8', disposition })
})
