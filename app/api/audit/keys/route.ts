import { Readable } from 'node:stream'
import { readPublicKeys } from '@/lib/reports/verifications/prove-event'
import { attachment } from '@/lib/web/files/disposition'
import { fileResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

/** Returns the keys by which checkpoints of the audit log were and are signed. */
export const GET = route('audit.keys', async (actor) => {
  const keys = Readable.from([await readPublicKeys(actor)], { objectMode: false })
  const disposition = attachment('zhunxin-audit-keys.txt')
  return fileResponse(keys, { mediaType: 'text/plain; charset=utf-8', disposition })
})
