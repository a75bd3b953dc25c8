import type { Chart, Drawing, Look, Shape, Tone } from './chart'
import { TEXT } from './chart'
import { drawBars } from './draw-bars'
import { drawColumns } from './draw-columns'
import { drawLines } from './draw-lines'
import { textWidth } from './text-width'

const SWATCH = 12
const LEGEND_LINE = 20

/** Returns a chart as shapes for any surface of that width. Pure. */
export function drawChart(chart: Chart, width: number): Drawing {
  const legend = legendOf(chart, width)
  const body = bodyOf(chart, width)
  const moved = body.shapes.map((shape) => below(shape, legend.height))
  return { width, height: legend.height + body.height, shapes: [...legend.shapes, ...moved] }
}

function bodyOf(chart: Chart, width: number): Drawing {
  if (chart.kind === 'bars') return drawBars(chart, width)
  return chart.kind === 'columns' ? drawColumns(chart, width) : drawLines(chart, width)
}

type Named = { name: string; look: Look; tone: Tone }

/** A single series needs no legend: the title names it. */
function legendOf(chart: Chart, width: number): Drawing {
  const series: readonly Named[] = chart.kind === 'columns' ? [...chart.up, ...chart.down] : chart.series
  const limit = chart.kind === 'lines' ? chart.limit.name : null
  if (series.length < 2 && limit === null) return { width, height: 0, shapes: [] }
  const shapes: Shape[] = []
  let x = 0
  let y = 0
  const place = (name: string, swatchAt: (x: number, y: number) => Shape[]) => {
    const needed = SWATCH + 6 + textWidth(name)
    if (x > 0 && x + needed > width) {
      x = 0
      y += LEGEND_LINE
    }
    shapes.push(...swatchAt(x, y))
    shapes.push({ as: 'text', x: x + SWATCH + 6, y: y + TEXT - 1, text: name, anchor: 'start', tone: 'text' })
    x += needed + 16
  }
  for (const { name, look, tone } of series) {
    place(name, (x, y) => swatch(chart.kind === 'lines', x, y, look, tone))
  }
  if (limit !== null) {
    place(limit, (x, y) => [{ as: 'rule', x, y: y + SWATCH / 2, toX: x + SWATCH, toY: y + SWATCH / 2, tone: 'limit' }])
  }
  return { width, height: y + LEGEND_LINE + 4, shapes }
}

function swatch(isLine: boolean, x: number, y: number, look: Look, tone: Tone): Shape[] {
  if (!isLine) return [{ as: 'bar', x: x + 0.5, y: y + 0.5, width: SWATCH - 1, height: SWATCH - 1, look, tone }]
  const middle = y + SWATCH / 2
  const points = [
    [x, middle],
    [x + SWATCH, middle],
  ] as const
  return [
    { as: 'line', points, look, tone },
    { as: 'mark', x: x + SWATCH / 2, y: middle, look, tone },
  ]
}

function below(shape: Shape, by: number): Shape {
  if (shape.as === 'line') return { ...shape, points: shape.points.map(([x, y]) => [x, y + by] as const) }
  return shape.as === 'rule' ? { ...shape, y: shape.y + by, toY: shape.toY + by } : { ...shape, y: shape.y + by }
}
