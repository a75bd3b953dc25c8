import 'server-only'
import { readFileSync } from 'node:fs'

/** Bytes above those of a child that has decoded nothing, from which it takes no more. */
const FULL = 200 * 1024 * 1024

/** Thrown in a decoder child that has too little memory left for a request: a fresh one should do it. */
export class Stale extends Error {
  override readonly name = 'Stale'
}

/**
 * Tracks how much memory a child has left. libvips decodes in threads that come and go, malloc retains much of what
 * each has held, and the memory of a WASM instance never shrinks: without this the third large picture would be refused
 * because of the two before it. The same file must always get the same answer.
 */
export class MemoryBudget {
  #decodes = 0
  readonly #heldAtFirst = heldBytes()

  /** Counts another decode. */
  enter(): void {
    this.#decodes += 1
  }

  /**
   * @param isHeavy wants a child that has decoded nothing before
   * @throws Stale
   */
  need(isHeavy: boolean): void {
    if (this.#decodes > 1 && (isHeavy || heldBytes() - this.#heldAtFirst > FULL)) throw new Stale()
  }
}

/** Returns what `prlimit --data` counts, if it can be read. */
function heldBytes(): number {
  if (process.platform !== 'linux') return process.memoryUsage.rss()
  return Number(/^VmData:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]) * 1024
}
