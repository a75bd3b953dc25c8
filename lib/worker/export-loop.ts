import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND } from '@/lib/core/clock'
import { logBug } from '@/lib/core/log'
import { runNextExport } from '@/lib/reports/exports/run-exports'

const CHECK_EVERY = SECOND
const PAUSE_AFTER_FAILURE = 5 * SECOND

export type ExportLoop = { stop(): Promise<void> }

/** Makes the exports that wait, one after another: each is as much work as one core does. */
export function startExportLoop(): ExportLoop {
  const stopping = new AbortController()
  const { signal } = stopping
  const pause = (milliseconds: number) => sleep(milliseconds, undefined, { signal }).catch(() => {})
  const run = async () => {
    while (!signal.aborted) {
      try {
        if (!(await runNextExport(signal))) await pause(CHECK_EVERY)
      } catch (error) {
        logBug(error, { room: 'exports' })
        await pause(PAUSE_AFTER_FAILURE)
      }
    }
  }
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
