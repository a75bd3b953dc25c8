import { dayLabels, frameOf, heightOf, middleOf, scaleLines } from './axes'
import type { Chart, Drawing, Shape } from './chart'
import { ticksTo } from './ticks'

type Lines = Extract<Chart, { kind: 'lines' }>

/** With more points than this, marks would touch. */
const MARKED = 45

export function drawLines({ categories, series, limit, say }: Lines, width: number): Drawing {
  const values = series.flatMap(({ values }) => values.filter((value) => value !== null))
  const ticks = ticksTo(Math.max(limit.value * 1.1, ...values))
  const frame = frameOf(width, ticks.map(say))
  const scale = frame.height / (ticks.at(-1) ?? 1)
  const heightAt = (value: number) => frame.top + frame.height - value * scale
  const at = (index: number, value: number) => [middleOf(frame, index, categories.length), heightAt(value)] as const
  const drawn = series.flatMap(({ values, look, tone }): Shape[] => {
    const runs = runsOf(values).map((run) => run.map(([index, value]) => at(index, value)))
    const isMarked = categories.length <= MARKED
    return [
      ...runs.filter((run) => run.length > 1).map((points) => ({ as: 'line', points, look, tone }) as const),
      // A day between two days without values has no line, so it gets a mark.
      ...runs
        .filter((run) => isMarked || run.length === 1)
        .flatMap((run) => run.map(([x, y]) => ({ as: 'mark', x, y, look, tone }) as const)),
    ]
  })
  const y = heightAt(limit.value)
  const right = frame.left + frame.width
  return {
    width,
    height: heightOf(frame),
    shapes: [
      ...scaleLines(
        frame,
        ticks.map((value) => ({ y: heightAt(value), label: say(value), isBase: value === 0 })),
      ),
      { as: 'rule', x: frame.left, y, toX: right, toY: y, tone: 'limit' },
      ...drawn,
      ...dayLabels(frame, categories),
    ],
  }
}

type Run = [index: number, value: number][]

/** Splits the values at their gaps. */
function runsOf(values: readonly (number | null)[]): Run[] {
  const runs: Run[] = []
  let run: Run = []
  for (const [index, value] of values.entries()) {
    if (value !== null) run.push([index, value])
    if ((value === null || index === values.length - 1) && run.length > 0) {
      runs.push(run)
      run = []
    }
  }
  return runs
}
