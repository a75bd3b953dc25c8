import type { Chart } from '../charts/chart'
import type { Words } from './words'

export const SECTIONS = [
  'volumes',
  'times',
  'waiting',
  'reviewers',
  'reasons',
  'parts',
  'expiring',
  'readings',
  'erasures',
  'access',
  'exceptions',
] as const
export type SectionKey = (typeof SECTIONS)[number]

/** Names the format of a value: seconds as a duration, a share of 1 as a percentage. */
export type As = 'text' | 'count' | 'share' | 'duration'
export type Column = { head: string; as: As }
/** Null where there is no value, such as the median of an empty list. */
export type Value = string | number | null
export type Table = { caption: string; columns: readonly Column[]; rows: readonly (readonly Value[])[] }

/** A section is a part of the overview and of the report: the same on a page, on paper and in a workbook. */
export type Section = {
  key: SectionKey
  title: string
  /** Describes the chart in a sentence, also for people who can't see it. */
  lead: string
  /** Null when there is nothing to draw. */
  chart: Chart | null
  tables: readonly Table[]
}

/** Returns a value in its format. */
export function written(value: Value, as: As, { number, percent, duration }: Words): string {
  if (value === null) return '–'
  if (typeof value === 'string') return value
  if (as === 'share') return percent(value)
  return as === 'duration' ? duration(value) : number(value)
}

/** Returns the share of the whole, null when the whole is 0. */
export const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

export const counts = (heads: readonly string[]): Column[] => heads.map((head) => ({ head, as: 'count' }))
