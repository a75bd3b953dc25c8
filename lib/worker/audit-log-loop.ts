import 'server-only'
import { appendCheckpoints } from '@/lib/audit-log/checkpoint-file'
import { sequenceEvents } from '@/lib/audit-log/sequence'
import { submitCheckpoint, WitnessRefusedError } from '@/lib/audit-log/submit'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { type Loop, startLoop } from './loop'

const CHECK_EVERY = SECOND
/** The longest that a worker's file may be behind what others have sequenced. */
const FILL_EVERY = 10 * SECOND
const PAUSE_WITHOUT_WITNESS = 10 * SECOND
const PAUSE_AFTER_REFUSAL = 60 * SECOND

/**
 * Gives events their places in the log, every second, and at once again while a batch was full. What is signed is then
 * written outside the database, and shown to the witness where there is one, which no event waits for. Several workers
 * may do so at once: one sequences, and each fills the file of its own data folder.
 */
export function startAuditLogLoop(): Loop {
  const sequencing = startLoop('audit log', sequencer())
  const witnessing = env().AUDIT_WITNESS_URL ? startLoop('witness', showWitness) : null
  return {
    async stop() {
      await Promise.all([sequencing.stop(), witnessing?.stop()])
    },
  }
}

function sequencer(): () => Promise<number> {
  let filledAt = 0
  let isFileWell = true
  return async () => {
    const sequenced = await sequenceEvents()
    if (sequenced?.added !== 0 || Date.now() - filledAt >= FILL_EVERY) {
      const isWell = await appendCheckpoints()
      if (!isWell && isFileWell) log.error('the checkpoint file knows of another log: see docs/audit-log.md')
      isFileWell = isWell
      filledAt = Date.now()
    }
    return sequenced?.isMore ? 0 : CHECK_EVERY
  }
}

async function showWitness(): Promise<number> {
  try {
    await submitCheckpoint()
    return CHECK_EVERY
  } catch (error) {
    if (error instanceof WitnessRefusedError) {
      log.error({ status: error.status, answer: error.answer }, 'the witness refused: see docs/audit-log.md')
      return PAUSE_AFTER_REFUSAL
    }
    log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'the witness was not reached')
    return PAUSE_WITHOUT_WITNESS
  }
}
