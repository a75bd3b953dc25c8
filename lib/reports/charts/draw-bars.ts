import type { Chart, Drawing, Shape } from './chart'
import { TEXT } from './chart'
import { cutToWidth, textWidth } from './text-width'

type Bars = Extract<Chart, { kind: 'bars' }>

/** A narrower chart, in points, shows each name above its bar: next to it, no room would be left for the bar. */
const NARROW = 480
const THICK = 14
const BESIDE = { row: 26, top: 6 }
const BELOW = { row: 40, top: 18 }
const GAP = 10

export function drawBars({ categories, series, say }: Bars, width: number): Drawing {
  const totals = categories.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0))
  const isNarrow = width < NARROW
  const { row, top } = isNarrow ? BELOW : BESIDE
  const names = isNarrow ? 0 : Math.min(width * 0.38, Math.max(...categories.map(textWidth), 0) + GAP)
  const room = width - names - Math.max(...totals.map((total) => textWidth(say(total))), 0) - GAP
  const scale = room / Math.max(1, ...totals)
  const shapes = categories.flatMap((category, index): Shape[] => {
    const y = index * row + top
    const name = isNarrow
      ? ({ x: 0, y: y - 5, text: cutToWidth(category, width) } as const)
      : ({ x: 0, y: y + TEXT - 1, text: cutToWidth(category, names - GAP) } as const)
    const end = names + (totals[index] ?? 0) * scale
    return [
      { as: 'text', ...name, anchor: 'start', tone: 'text' },
      ...stack(series, index, names, y, scale),
      { as: 'text', x: end + 6, y: y + TEXT - 1, text: say(totals[index] ?? 0), anchor: 'start', tone: 'muted' },
    ]
  })
  const height = categories.length * row + 2
  return { width, height, shapes: [...shapes, { as: 'rule', x: names, y: 0, toX: names, toY: height, tone: 'axis' }] }
}

function stack(series: Bars['series'], index: number, from: number, y: number, scale: number): Shape[] {
  let x = from
  return series.flatMap(({ values, look, tone }): Shape[] => {
    const width = (values[index] ?? 0) * scale
    if (width === 0) return []
    const bar = { as: 'bar', x, y, width, height: THICK, look, tone } as const
    x += width
    return [bar]
  })
}
