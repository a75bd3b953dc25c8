import 'server-only'
import { appendCheckpoints } from '@/lib/audit/log/checkpoint-file'
import { sequenceEvents } from '@/lib/audit/log/sequence'
import { SECOND } from '@/lib/core/clock'
import { log, logBug } from '@/lib/core/log'

const LOOK_EVERY = SECOND
const PAUSE_AFTER_FAILURE = 5 * SECOND

export type AuditLogLoop = { stop(): Promise<void> }

/**
 * Gives events their places in the log, every second, and at once again while a batch was full. What is signed is then
 * written outside the database too. Several workers may do so at once: one sequences, and each keeps its file.
 */
export function startAuditLogLoop(): AuditLogLoop {
  let isStopping = false
  let wake = () => {}
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, isStopping ? 0 : milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const run = async () => {
    let isFileBehind = true
    let isFileOdd = false
    while (!isStopping) {
      try {
        const sequenced = await sequenceEvents()
        if (sequenced?.added !== 0) isFileBehind = true
        if (isFileBehind) {
          const isWell = await appendCheckpoints()
          if (!isWell && !isFileOdd)
            log.error('The checkpoint file knows another log than the database: see docs/audit-log.md')
          isFileOdd = !isWell
          isFileBehind = false
        }
        if (!sequenced?.isMore) await pause(LOOK_EVERY)
      } catch (error) {
        logBug(error, { room: 'audit log' })
        await pause(PAUSE_AFTER_FAILURE)
      }
    }
  }

  const running = run()
  return {
    async stop() {
      isStopping = true
      wake()
      await running
    },
  }
}
