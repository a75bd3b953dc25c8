import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND } from '@/lib/core/clock'
import { decodingHere } from '@/lib/documents/decoding-here'
import { fileEvents } from '@/lib/documents/examination/file-events'
import { listenToFiles } from '@/lib/documents/examination/listen-to-files'
import { examineNext } from '@/lib/qualifications/files/examination/examine-next'
import { startLoop, type WakingLoop, wakeAll, wakeAnother, wakeOne } from './loop'

/** Equals the number of decoders for uploads. */
const AT_ONCE = 2
/** Notifications wake the examination; this finds what was given back, and what a killed portal had. */
const CHECK_EVERY = 5 * SECOND
/** Limits the wait for examinations in progress at a stop: another portal, or the next start, takes what is left. */
const STOP_LIMIT = 5 * SECOND

/**
 * Examines received files as soon as PostgreSQL says that there is one. Each portal does so, and they share the work.
 */
export function startExaminationLoop(): { stop(): Promise<void> } {
  const loops: WakingLoop[] = Array.from({ length: AT_ONCE }, () => {
    return startLoop('examination', async () => {
      if ((await decodingHere()) === 'CLOSED') return CHECK_EVERY // what was received before waits
      return (await examineNext(() => wakeAnother(loops))) ? 0 : CHECK_EVERY
    })
  })
  fileEvents()
    .on('file', ({ state }) => state === 'RECEIVED' && wakeOne(loops))
    .on('resumed', () => wakeAll(loops))
  const listening = listenToFiles()
  return {
    async stop() {
      await listening.stop()
      const stopped = Promise.all(loops.map((loop) => loop.stop()))
      await Promise.race([stopped, sleep(STOP_LIMIT, undefined, { ref: false })])
    },
  }
}
