/** By what series are told apart: a ground or a line of its own, since colour alone tells nothing to many. */
export type Look = 'solid' | 'hatched' | 'lined' | 'outlined'
export type Tone = 'action' | 'warning' | 'danger' | 'muted'

export type Series = { name: string; look: Look; tone: Tone; values: readonly number[] }

/** Bars that lie, one a category; several series are stacked. */
type BarsChart = { kind: 'bars'; categories: readonly string[]; series: readonly Series[] }

/** Bars that stand, one a day: what came stacked upwards, what went downwards. */
type ColumnsChart = {
  kind: 'columns'
  categories: readonly string[]
  up: readonly Series[]
  down: readonly Series[]
}

/** Lines over days; null parts a line. */
type LinesChart = {
  kind: 'lines'
  categories: readonly string[]
  series: readonly (Omit<Series, 'values'> & { values: readonly (number | null)[] })[]
  /** What should not be passed. */
  limit: { name: string; value: number }
}

export type Chart = (BarsChart | ColumnsChart | LinesChart) & {
  /** A value as it is written beside what stands for it. */
  say: (value: number) => string
}

/** Points from the upper left corner. `bar`s of no height or width are left out. */
export type Shape =
  | { as: 'bar'; x: number; y: number; width: number; height: number; look: Look; tone: Tone }
  | { as: 'line'; points: readonly (readonly [number, number])[]; look: Look; tone: Tone }
  | { as: 'mark'; x: number; y: number; look: Look; tone: Tone }
  | { as: 'rule'; x: number; y: number; toX: number; toY: number; tone: 'grid' | 'axis' | 'limit' }
  | { as: 'text'; x: number; y: number; text: string; anchor: 'start' | 'middle' | 'end'; tone: 'text' | 'muted' }

/** The same for each surface: an SVG on a page, a path on paper. Text is `TEXT` high. */
export type Drawing = { width: number; height: number; shapes: readonly Shape[] }

export const TEXT = 12
