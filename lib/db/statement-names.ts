import 'server-only'
import { MINUTE } from '@/lib/core/clock'

/** Limits the names of a process: each of its connections holds the plans of all that it used, and so does a pooler. */
export const MOST_NAMES = 200
/** A statement that is used so often within the time has a name from then on. */
export const USES = 5
/** Long enough for one applicant's photographs, too short for what the clock does every minute. */
export const WITHIN = 2 * MINUTE
/** The most statements that are counted at a time. */
export const MOST_COUNTED = 1_000

/**
 * Gives names to statements that are used often. A statement that has a name is parsed and planned once a connection,
 * and short acts spend most of their time there. The portal has more statements than names, since a list of each length
 * is another one: in the order of their first use, jobs of the night and odd lists would have the names that uploads
 * and decisions need.
 */
export class StatementNames {
  readonly #names = new Map<string, string>()
  readonly #uses = new Map<string, number>()
  #countedSince = 0

  /** Counts a use of a statement. Returns its name, if it has one. */
  nameOf(sql: string, now: number = performance.now()): string | undefined {
    const known = this.#names.get(sql)
    if (known || this.#names.size >= MOST_NAMES) return known
    if (now - this.#countedSince >= WITHIN || this.#uses.size >= MOST_COUNTED) {
      this.#uses.clear()
      this.#countedSince = now
    }
    const uses = (this.#uses.get(sql) ?? 0) + 1
    this.#uses.set(sql, uses)
    if (uses < USES) return undefined
    const name = `s${this.#names.size}`
    this.#names.set(sql, name)
    if (this.#names.size >= MOST_NAMES) this.#uses.clear() // nothing gets a name any more
    return name
  }
}
