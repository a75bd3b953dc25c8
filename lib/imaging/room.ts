import 'server-only'
import { readFileSync } from 'node:fs'

/** Bytes above those of a child that has decoded nothing, from which it takes no more. */
const FULL = 200 * 1024 * 1024

/** Thrown in a decoder child that has too little room left for what is asked: a fresh one should do it. */
export class Stale extends Error {
  override readonly name = 'Stale'
}

/**
 * What a child has room for. libvips decodes in threads that come and go, malloc keeps much of what each has held, and
 * the memory of a WASM instance never shrinks: without this the third large picture would be refused for the two before
 * it. The same file must always get the same answer.
 */
export class Room {
  #decodes = 0
  readonly #heldAtFirst = heldBytes()

  /** Another decode begins. */
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

/** What `prlimit --data` counts, where it can be read. */
function heldBytes(): number {
  if (process.platform !== 'linux') return process.memoryUsage.rss()
  return Number(/^VmData:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]) * 1024
}
