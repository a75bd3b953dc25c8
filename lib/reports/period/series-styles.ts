import type { Series } from '../charts/chart'
import { both } from '../figures/refusals'
import type { Movement } from '../figures/volumes'
import { type Column, counts, type Value } from './section'
import type { Words } from './words'

/** Gives the style of each series, the same in every chart. */
export const SERIES_STYLES = {
  FIRST: { look: 'solid', tone: 'action' },
  AGAIN: { look: 'hatched', tone: 'action' },
  APPROVED: { look: 'solid', tone: 'muted' },
  CHANGES_REQUESTED: { look: 'hatched', tone: 'warning' },
  REJECTED: { look: 'lined', tone: 'danger' },
  WITHDRAWN: { look: 'outlined', tone: 'muted' },
} as const satisfies Record<Movement, Pick<Series, 'look' | 'tone'>>

type ByApplicant = { INDIVIDUAL: number; ORGANISATION: number }

/** Returns the series of both kinds of applicant, as one bar of two parts. */
export const byApplicant = (rows: readonly ByApplicant[], { say }: Words): Series[] => [
  { name: say('kinds.INDIVIDUAL'), look: 'solid', tone: 'action', values: rows.map(({ INDIVIDUAL }) => INDIVIDUAL) },
  { name: say('kinds.ORGANISATION'), look: 'hatched', tone: 'warning', values: rows.map((row) => row.ORGANISATION) },
]

export const applicantColumns = (first: string, { say }: Words): Column[] => [
  { head: first, as: 'text' },
  ...counts([say('columns.total'), say('kinds.INDIVIDUAL'), say('kinds.ORGANISATION')]),
]

export const applicantCells = (row: ByApplicant): Value[] => [both(row), row.INDIVIDUAL, row.ORGANISATION]
