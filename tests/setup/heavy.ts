import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

type Heavy = {
  tries: number
  seed: number
  /** Reports how many tries were done; `npm run test:long` stores it in docs/results. */
  done: (tries: number, more?: Record<string, unknown>) => void
}

/** Says whether `npm run test:long` is running. */
export const IS_LONG = process.env.ZHUNXIN_LONG === '1'

/** Seeds what tests choose by chance: constant in `npm test`; `npm run test:long` draws and prints one. */
export const SEED = Number(process.env.ZHUNXIN_SEED || 20_241_001)

/**
 * Returns how often a heavy class (kills, fuzz, many races) is tried: few times in the everyday run, its stated count
 * in `npm run test:long`.
 */
export function heavy(name: string, count: { quick: number; long: number }): Heavy {
  const tries = IS_LONG ? count.long : count.quick
  return {
    tries,
    seed: SEED,
    done: (doneTries, more = {}) => {
      if (!IS_LONG) return
      const result = { name, commit: commit(), seed: SEED, asked: tries, done: doneTries, ...more }
      const folder = path.resolve('docs/results')
      mkdirSync(folder, { recursive: true })
      writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
    },
  }
}

const commit = () => execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim()

/** Returns a small seeded generator (mulberry32): the same seed gives the same run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
