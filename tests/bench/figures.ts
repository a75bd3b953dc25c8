/** One figure as `npm run bench` prints it. Without a goal, `goal` is null and `met` true. */
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
  /** Whether less is better: the value is to be the goal or less, instead of more. */
  isMost?: boolean
  baseline?: number
}

/** @param about.goal the value is to be this or more */
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
}

export function print(): void {
  if (process.env.ZHUNXIN_BENCH_JSON === '1') for (const one of figures) console.log(JSON.stringify(one))
  else console.table(figures)
}

const rounded = (value: number) => Number(value.toPrecision(4))

export const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/**
 * Times two ways of doing a thing, in turn, so that whatever else the machine does falls on both.
 *
 * @returns the median seconds of five runs each
 */
export async function inTurn(
  ours: () => Promise<void>,
  limit: () => Promise<void>,
  runs = 5,
): Promise<{ ours: number; limit: number }> {
  const times = { ours: [] as number[], limit: [] as number[] }
  await limit()
  await ours() // warm
  for (let run = 0; run < runs; run++) {
    times.limit.push(await seconds(limit))
    times.ours.push(await seconds(ours))
  }
  return { ours: median(times.ours), limit: median(times.limit) }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}
