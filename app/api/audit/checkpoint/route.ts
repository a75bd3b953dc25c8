import { Readable } from 'node:stream'
import { readCheckpointNote } from '@/lib/reports/verifications/prove-event'
import { attachment } from '@/lib/web/files/disposition'
import { fileResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

/** Returns the last signed checkpoint of the audit log, to be stored elsewhere. */
export const GET = route('audit.checkpoint', async (actor) => {
  const note = Readable.from([await readCheckpointNote(actor)], { objectMode: false })
  const disposition = attachment('zhunxin-audit-checkpoint.txt')
  return fileResponse(note, { mediaType: 'text/plain; charset=utf-8', disposition })
})
