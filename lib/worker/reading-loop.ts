import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { logBug } from '@/lib/core/log'
import { decodingHere } from '@/lib/documents/decoding-here'
import { fileEvents } from '@/lib/documents/examination/file-events'
import { readNext } from '@/lib/documents/readings/read-next'
import { issuedPagesOf } from '@/lib/qualifications/draft/letters/issued-pages'
import { settleLateReading } from '@/lib/qualifications/late/settle-late-reading'
import { letterTitles } from '@/lib/rulebook/letters/registry'
import { type Loop, startLoop } from './loop'

/** In the portal's process, a file that is READY wakes the loop; a worker of its own looks this often. */
const CHECK_EVERY = 2 * SECOND

/** Stores what was found too late for an applicant. A failure keeps nothing from being read. */
const settled = () =>
  settleLateReading().catch((error: unknown) => {
    logBug(error, { act: 'reading.settle' })
    return false
  })

/** Reads what the photographs show, one file at a time, after they are READY. */
export function startReadingLoop(): Loop {
  const loop = startLoop('reading', async () => {
    if ((await decodingHere()) === 'CLOSED') return CHECK_EVERY
    const hasRead = await readNext({ issuedPagesOf, titles: letterTitles })
    const hasSettled = await settled()
    return hasRead || hasSettled ? 0 : CHECK_EVERY
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
