import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Chart, Drawing, Series, Shape } from './chart'
import { drawChart } from './draw'
import { cutToWidth, textWidth } from './text-width'
import { ticksTo } from './ticks'

type Of<A extends Shape['as']> = Extract<Shape, { as: A }>

const shapesOf = <A extends Shape['as']>({ shapes }: Drawing, as: A) =>
  shapes.filter((shape): shape is Of<A> => shape.as === as)

/** Returns the bars of the chart itself, without the legend, whose swatches are bars of 11 by 11. */
const barsOf = (drawing: Drawing) =>
  shapesOf(drawing, 'bar').filter(({ width, height }) => width !== 11 || height !== 11)
const textsOf = (drawing: Drawing) => shapesOf(drawing, 'text').map(({ text }) => text)

const series = (name: string, values: number[], look: Series['look'] = 'solid'): Series => ({
  name,
  look,
  tone: 'action',
  values,
})
const say = (value: number) => String(value)

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [40, [0, 10, 20, 30, 40]],
  [41, [0, 20, 40, 60]],
  [999, [0, 500, 1000]],
])('a scale up to %d has the lines %j', (highest, ticks) => {
  expect(ticksTo(highest)).toEqual(ticks)
})

test('a long text is cut to its room and ends with an ellipsis', () => {
  expect(cutToWidth('法定代表人证件人像面', 60)).toBe('法定代表…')
  expect(textWidth(cutToWidth('法定代表人证件人像面', 60))).toBeLessThanOrEqual(60)
  expect(cutToWidth('承诺函', 60)).toBe('承诺函')
})

describe('horizontal bars', () => {
  const chart: Chart = {
    kind: 'bars',
    categories: ['甲', '乙', '丙'],
    series: [series('a', [2, 0, 1]), series('b', [2, 1, 0], 'hatched')],
    say,
  }

  test.each([640, 326])('at %d points, bars are as long as their values, stacked, none for zero', (width) => {
    const drawing = drawChart(chart, width)
    const bars = barsOf(drawing)
    expect(bars).toHaveLength(4)
    const [first, second, third] = bars
    expect(second?.x).toBeCloseTo((first?.x ?? 0) + (first?.width ?? 0))
    expect(first?.width).toBeCloseTo(2 * (third?.width ?? 0))
    expect(textsOf(drawing)).toEqual(expect.arrayContaining(['甲', '乙', '丙', '4', '1', 'a', 'b']))
  })
})

describe('vertical bars', () => {
  const chart: Chart = {
    kind: 'columns',
    categories: ['1', '2'],
    up: [series('in', [6, 0])],
    down: [series('out', [3, 0])],
    say,
  }

  test('a double value is twice as long, upwards and downwards from one line', () => {
    const [up, down, ...rest] = barsOf(drawChart(chart, 640))
    expect(rest).toEqual([])
    expect(up?.height).toBeCloseTo(2 * (down?.height ?? 0))
    expect((up?.y ?? 0) + (up?.height ?? 0)).toBeCloseTo(down?.y ?? -1)
  })

  test('dates are shown as far as there is room, always with the last one', () => {
    const days = Array.from({ length: 90 }, (_, index) => `11/${index}`)
    const drawing = drawChart({ ...chart, categories: days }, 326)
    const named = shapesOf(drawing, 'text').filter(({ text }) => text.startsWith('11/'))
    expect(named.at(-1)?.text).toBe('11/89')
    expect(named.length).toBeGreaterThan(2)
    for (const [index, { x, text }] of named.entries()) {
      expect(x + textWidth(text) / 2).toBeLessThanOrEqual(326)
      const next = named[index + 1]
      if (next) expect(next.x - x).toBeGreaterThanOrEqual(textWidth(text))
    }
  })
})

describe('lines', () => {
  const lines = (values: (number | null)[]): Chart => ({
    kind: 'lines',
    categories: values.map((_, index) => String(index)),
    series: [{ name: 'median', look: 'solid', tone: 'action', values }],
    limit: { name: 'target', value: 24 },
    say,
  })

  test('a day without a value interrupts the line, and a day between two such is a mark', () => {
    const drawing = drawChart(lines([1, 2, null, 3, null, 5, 6, 7]), 640)
    expect(
      shapesOf(drawing, 'line')
        .slice(1)
        .map(({ points }) => points.length),
    ).toEqual([2, 3])
    const many = drawChart(lines([1, null, ...Array.from({ length: 60 }, () => 2)]), 640)
    expect(shapesOf(many, 'mark')).toHaveLength(2) // one mark of the legend, and one of the single day
  })

  test('the line of the limit is at its value', () => {
    const drawing = drawChart(lines([24, 24]), 640)
    const [, y] = shapesOf(drawing, 'line')[1]?.points[0] ?? []
    const limit = shapesOf(drawing, 'rule').find(({ tone, toX, x }) => tone === 'limit' && toX - x > 20)
    expect(limit?.y).toBe(y)
    expect(textsOf(drawing)).toContain('target')
  })
})

test('no shape leaves the drawing', () => {
  const values = (length: number) => fc.array(fc.nat(100_000), { minLength: length, maxLength: length })
  const some = fc.integer({ min: 1, max: 92 }).chain((length) =>
    fc.record({
      kind: fc.constantFrom('bars', 'columns', 'lines'),
      categories: fc.array(fc.string({ maxLength: 30 }), { minLength: length, maxLength: length }),
      first: values(length),
      second: values(length),
    }),
  )
  fc.assert(
    fc.property(some, fc.constantFrom(326, 640, 676), ({ kind, categories, first, second }, width) => {
      const [a, b] = [series('a', first), series('b', second, 'hatched')]
      const chart = {
        bars: { kind: 'bars', categories, series: [a, b], say } as const,
        columns: { kind: 'columns', categories: categories.map(() => '11/25'), up: [a], down: [b], say } as const,
        lines: {
          kind: 'lines',
          categories: categories.map(() => '11/25'),
          series: [a],
          limit: { name: 'x', value: 9 },
          say,
        } as const,
      }[kind as 'bars' | 'columns' | 'lines']
      const drawing = drawChart(chart, width)
      for (const { x, y, width: wide, height } of shapesOf(drawing, 'bar')) {
        expect(Math.min(x, y, wide, height)).toBeGreaterThanOrEqual(0)
        expect(x + wide).toBeLessThanOrEqual(width + 0.01)
        expect(y + height).toBeLessThanOrEqual(drawing.height + 0.01)
      }
      for (const { points } of shapesOf(drawing, 'line')) {
        for (const [x, y] of points) {
          expect(x).toBeLessThanOrEqual(width)
          expect(y).toBeLessThanOrEqual(drawing.height)
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
        }
      }
    }),
    { numRuns: 60 },
  )
})
