/** Series differ by a pattern or a line style, since many people can't distinguish them by colour alone. */
export type Look = 'solid' | 'hatched' | 'lined' | 'outlined'
export type Tone = 'action' | 'warning' | 'danger' | 'muted'

export type Series = { name: string; look: Look; tone: Tone; values: readonly number[] }

/** Shows horizontal bars, one for each category; several series are stacked. */
type BarsChart = { kind: 'bars'; categories: readonly string[]; series: readonly Series[] }

/** Shows vertical bars, one for each day: arrivals are stacked upwards, departures downwards. */
type ColumnsChart = {
  kind: 'columns'
  categories: readonly string[]
  up: readonly Series[]
  down: readonly Series[]
}

/** Shows lines over days; a null interrupts a line. */
type LinesChart = {
  kind: 'lines'
  categories: readonly string[]
  series: readonly (Omit<Series, 'values'> & { values: readonly (number | null)[] })[]
  /** The limit that values should not exceed. */
  limit: { name: string; value: number }
}

export type Chart = (BarsChart | ColumnsChart | LinesChart) & {
  /** Writes a value as it is shown next to its bar or line. */
  say: (value: number) => string
}

/** Coordinates are in points from the upper left corner. `bar`s without height or width are left out. */
export type Shape =
  | { as: 'bar'; x: number; y: number; width: number; height: number; look: Look; tone: Tone }
  | { as: 'line'; points: readonly (readonly [number, number])[]; look: Look; tone: Tone }
  | { as: 'mark'; x: number; y: number; look: Look; tone: Tone }
  | { as: 'rule'; x: number; y: number; toX: number; toY: number; tone: 'grid' | 'axis' | 'limit' }
  | { as: 'text'; x: number; y: number; text: string; anchor: 'start' | 'middle' | 'end'; tone: 'text' | 'muted' }

/** A drawing is the same for each surface: SVG on a page, paths in a PDF. Text is `TEXT` high. */
export type Drawing = { width: number; height: number; shapes: readonly Shape[] }

export const TEXT = 12
