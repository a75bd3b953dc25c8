import { Readable } from 'node:stream'
import { readEntry } from '@/lib/reports/verifications/prove-event'
import { fileResponse } from '@/lib/web/file-response'
import { route } from '@/lib/web/route'

/** An entry of the audit log: the very bytes that its proof is about. */
export const GET = route<{ eventId: string }>('audit.entry', async (actor, _request, { eventId }) => {
  const entry = Readable.from([await readEntry(actor, eventId)], { objectMode: false })
  const disposition = `attachment; filename="${eventId}.json"`
  return fileResponse(entry, { mediaType: 'application/json; charset=utf-8', disposition })
})
