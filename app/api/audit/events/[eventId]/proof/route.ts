import { Readable } from 'node:stream'
import { proveEvent } from '@/lib/reports/verifications/prove-event'
import { attachment } from '@/lib/web/files/disposition'
import { fileResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

/** Returns the proof that an entry is in the audit log. */
export const GET = route<{ eventId: string }>('audit.proof', async (actor, _request, { eventId }) => {
  const proof = Readable.from([await proveEvent(actor, eventId)], { objectMode: false })
  const disposition = attachment(`${eventId}.tlog-proof`)
  return fileResponse(proof, { mediaType: 'text/plain; charset=utf-8', disposition })
})
