/** Gives numbers that look random and are the same each time, so that a demo can be described and tested. */
export type Random = {
  /** Returns a number from `from` up to, not including, `to`. */
  between(from: number, to: number): number
  /** Returns a whole number; both ends are included. */
  whole(from: number, to: number): number
  pick<T>(from: readonly T[]): T
}

/** Seeds mulberry32 with FNV-1a of the seed. Nothing secret is ever drawn from it. */
export function randomFrom(seed: string): Random {
  let state = 0x811c9dc5
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number) => from + next() * (to - from)
  const whole = (from: number, to: number) => Math.floor(between(from, to + 1))
  return {
    between,
    whole,
    pick<T>(from: readonly T[]) {
      if (from.length === 0) throw new RangeError('There is nothing to pick from')
      return from[whole(0, from.length - 1)] as T
    },
  }
}
