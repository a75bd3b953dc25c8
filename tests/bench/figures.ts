import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A figure as `npm run bench` prints it. Without a goal, `goal` is null and `met` true. */
type Figure = {
  metric: string
  value: number
  unit: string
  goal: number | null
  met: boolean
  baseline: number | null
}

const figures: Figure[] = []

type About = {
  goal?: number
  /** Says that less is better: then the value must not exceed the goal. */
  isMost?: boolean
  baseline?: number
}

/**
 * Prints a figure.
 *
 * @param about.goal the value must reach it
 */
export function figure(metric: string, value: number, unit: string, about: About = {}): void {
  const { goal = null, isMost = false, baseline = null } = about
  figures.push({
    metric,
    value: rounded(value),
    unit,
    goal,
    met: goal === null || (isMost ? value <= goal : value >= goal),
    baseline: baseline === null ? null : rounded(baseline),
  })
  store()
}

export function print(): void {
  if (process.env.ZHUNXIN_BENCH_JSON === '1') for (const one of figures) console.log(JSON.stringify(one))
  else console.table(figures)
}

let part: string | null = null
/** Counts the figures of the parts before. */
let before = 0

/** Names the part of a benchmark whose figures follow. Each is stored at once: a run that is cut loses nothing. */
export function startPart(name: string): void {
  part = name
  before = figures.length
}

function store(): void {
  const { ZHUNXIN_BENCH_RESULTS: file, ZHUNXIN_BENCH_COMMIT: commit } = process.env
  if (!file || !part) return
  const name = path.basename(file, '.json')
  const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { name, parts: {} }
  results.parts[part] = {
    commit,
    rounds: ROUNDS,
    ...(SHARE === 1 ? {} : { share: SHARE }),
    figures: figures.slice(before),
  }
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
}

/** Sets the number of rounds of which the median counts: fewer where a first look has to be quick. */
export const ROUNDS = Number(process.env.ZHUNXIN_BENCH_ROUNDS ?? 5)
const SHARE = Number(process.env.ZHUNXIN_BENCH_SHARE ?? 1)

/** Returns how often something is done in a round: a share of it where that was requested. */
export const times = (count: number): number => Math.max(1, Math.round(count * SHARE))

const rounded = (value: number) => Number(value.toPrecision(4))

export const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/**
 * Measures two ways of doing something alternately, so that other load on the machine affects both.
 *
 * @returns the median seconds of all rounds
 */
export async function alternately(
  ours: () => Promise<void>,
  limit: () => Promise<void>,
  runs = ROUNDS,
): Promise<{ ours: number; limit: number }> {
  const took = { ours: [] as number[], limit: [] as number[] }
  await limit()
  await ours() // warm
  for (let run = 0; run < runs; run++) {
    took.limit.push(await seconds(limit))
    took.ours.push(await seconds(ours))
  }
  return { ours: median(took.ours), limit: median(took.limit) }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
