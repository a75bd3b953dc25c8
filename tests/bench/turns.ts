import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * Does a round when it is this checkout's turn: `ZHUNXIN_BENCH_TURNS=first:FILE` here and `second:FILE` in a checkout
 * of another commit let two runs that start together alternate, so that other load on the machine affects both.
 */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const [who, file] = (process.env.ZHUNXIN_BENCH_TURNS ?? '').split(':')
  if (!file) return work()
  const done = () => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0)
  while (done() % 2 !== (who === 'first' ? 0 : 1)) await pause(100)
  try {
    return await work()
  } finally {
    writeFileSync(file, `${done() + 1}`)
  }
}
