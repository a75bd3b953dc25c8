import { dayLabels, type Frame, frameOf, heightOf, middleOf, scaleLines } from './axes'
import type { Chart, Drawing, Series, Shape } from './chart'
import { ticksTo } from './ticks'

type Columns = Extract<Chart, { kind: 'columns' }>

/** A scale reaches at least to this, or a day with one would look like a day with many. */
const FEWEST = 4
const WIDEST = 26
/** A bar takes this share of a day's width. */
const FILLED = 0.74

export function drawColumns({ categories, up, down, say }: Columns, width: number): Drawing {
  const highest = (series: readonly Series[]) =>
    Math.max(0, ...categories.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)))
  const [above, beneath] = scalesOf(Math.max(highest(up), FEWEST), down.length > 0 ? highest(down) : 0)
  const frame = frameOf(width, [...above, ...beneath].map(say))
  const most = (above.at(-1) ?? 0) + (beneath.at(-1) ?? 0)
  const scale = frame.height / most
  const base = frame.top + (above.at(-1) ?? 0) * scale
  const lines = [
    ...above.map((value) => ({ y: base - value * scale, label: say(value), isBase: value === 0 })),
    ...beneath.slice(1).map((value) => ({ y: base + value * scale, label: say(value), isBase: false })),
  ]
  return {
    width,
    height: heightOf(frame),
    shapes: [
      ...scaleLines(
        frame,
        lines.toSorted((a, b) => Number(a.isBase) - Number(b.isBase)),
      ),
      ...categories.flatMap((_, index) => [
        ...stack(frame, up, index, categories.length, base, -scale),
        ...stack(frame, down, index, categories.length, base, scale),
      ]),
      ...dayLabels(frame, categories),
    ],
  }
}

/** Both directions have the same scale, so that bars of equal length mean equal numbers. */
function scalesOf(above: number, beneath: number): [number[], number[]] {
  const step = ticksTo(above + beneath)[1] ?? 1
  const upTo = (highest: number) => Array.from({ length: Math.ceil(highest / step) + 1 }, (_, index) => index * step)
  return [upTo(above), upTo(beneath)]
}

function stack(frame: Frame, series: readonly Series[], index: number, count: number, base: number, scale: number) {
  const width = Math.max(1.5, Math.min(WIDEST, (frame.width / count) * FILLED))
  const x = middleOf(frame, index, count) - width / 2
  let y = base
  return series.flatMap(({ values, look, tone }): Shape[] => {
    const length = (values[index] ?? 0) * scale
    if (length === 0) return []
    y += length
    return [{ as: 'bar', x, y: length < 0 ? y : y - length, width, height: Math.abs(length), look, tone }]
  })
}
