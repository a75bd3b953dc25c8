import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { decodingHere } from '@/lib/documents/decoding-here'
import { fileEvents } from '@/lib/documents/examination/file-events'
import { readNext } from '@/lib/documents/readings/read-next'
import { issuedPagesOf } from '@/lib/qualifications/draft/letters/issued-pages'
import { letterTitles } from '@/lib/rulebook/letters/registry'
import { type Loop, startLoop } from './loop'

/** In the portal's process, a file that is READY wakes the loop; a worker of its own looks this often. */
const CHECK_EVERY = 2 * SECOND

/** Reads what the photographs show, one file at a time, after they are READY. */
export function startReadingLoop(): Loop {
  const loop = startLoop('reading', async () => {
    if ((await decodingHere()) === 'CLOSED') return CHECK_EVERY
    return (await readNext({ issuedPagesOf, titles: letterTitles })) ? 0 : CHECK_EVERY
  })
  const wake = () => loop.wake()
  fileEvents().on('file', wake)
  return {
    async stop() {
      fileEvents().off('file', wake)
      await loop.stop()
    },
  }
}
