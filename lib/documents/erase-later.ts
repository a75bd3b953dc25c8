import 'server-only'
import { logBug } from '@/lib/core/log'
import { finishErasing } from './erase-files'

/** The most erasures for which nobody waits. A store that is slow at them holds up those who cause more. */
export const MOST_AT_ONCE = 64

const STORE = Symbol.for('zhunxin.erasures')
/**
 * The portal's program and the built app each have a copy of this module: the app erases, and the program's stop waits.
 */
const shared = globalThis as { [STORE]?: Set<Promise<void>> }
shared[STORE] ??= new Set()
const inProgress = shared[STORE]

/**
 * Starts to finish a committed erasure, and lets the caller answer meanwhile: nothing of the answer depends on it,
 * since its keys are gone by then. What a kill leaves undone is done later, as that of any other erasure.
 */
export async function eraseLater(blobIds: readonly string[]): Promise<void> {
  if (blobIds.length === 0) return
  while (inProgress.size >= MOST_AT_ONCE) await Promise.race(inProgress)
  const erasure: Promise<void> = finishErasing(blobIds)
    .catch((error: unknown) => logBug(error, { act: 'files.erase' }))
    .finally(() => inProgress.delete(erasure))
  inProgress.add(erasure)
}

/** Resolves when this process erases nothing any more for which nobody waits. */
export async function erasuresFinished(): Promise<void> {
  while (inProgress.size > 0) await Promise.all(inProgress)
}
