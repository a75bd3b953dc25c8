import { Readable } from 'node:stream'
import { readPublicKeys } from '@/lib/reports/verifications/prove-event'
import { fileResponse } from '@/lib/web/file-response'
import { route } from '@/lib/web/route'

/** By which keys checkpoints of the audit log were and are signed. */
export const GET = route('audit.keys', async (actor) => {
  const keys = Readable.from([await readPublicKeys(actor)], { objectMode: false })
  const disposition = 'attachment; filename="zhunxin-audit-keys.txt"'
  return fileResponse(keys, { mediaType: 'text/plain; charset=utf-8', disposition })
})
