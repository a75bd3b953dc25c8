import { Readable } from 'node:stream'
import { readEntry } from '@/lib/reports/verifications/prove-event'
import { attachment } from '@/lib/web/files/disposition'
import { fileResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

/** Returns an entry of the audit log: the very bytes that its proof is about. */
export const GET = route<{ eventId: string }>('audit.entry', async (actor, _request, { eventId }) => {
  const entry = Readable.from([await readEntry(actor, eventId)], { objectMode: false })
  const disposition = attachment(`${eventId}.json`)
  return fileResponse(entry, { mediaType: 'application/json; charset=utf-8', disposition })
})
