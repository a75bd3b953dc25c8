import 'server-only'
import type { Readable } from 'node:stream'
import type { Figures } from '../figures/read-figures'
import { type XlsxCell, type XlsxSheet, xlsxStream } from '../xlsx'
import type { As, Table, Value } from './section'
import { sectionsOf } from './sections'
import { summaryOf } from './summary'
import type { Words } from './words'

/** Writes the report of a period as a workbook: a sheet for each table, with numbers that can be calculated with. */
export function writeWorkbook(figures: Figures, words: Words): Readable {
  return xlsxStream([
    summarySheet(figures, words),
    ...sectionsOf(figures, words).flatMap(({ title, tables }) =>
      tables.map((table, index) => sheetOf(index === 0 ? title : `${title} ${table.caption}`, table, words)),
    ),
  ])
}

function summarySheet(figures: Figures, words: Words): XlsxSheet {
  const { say, time } = words
  const { days } = figures.period
  const rows: XlsxCell[][] = [
    [say('report.period'), say('report.periodOf', { from: days[0] ?? '', to: days.at(-1) ?? '' })],
    [say('report.made'), time(figures.at)],
    ...summaryOf(figures, words).map(({ name, value, as }) => [inUnits(name, as, words), cellOf(value, as)]),
  ]
  const columns = [
    { heading: say('report.item'), width: 28 },
    { heading: say('report.value'), width: 44 },
  ]
  return { name: say('report.summary'), columns, batches: [rows] }
}

function sheetOf(name: string, { columns, rows }: Table, words: Words): XlsxSheet {
  return {
    name,
    columns: columns.map(({ head, as }) => ({ heading: inUnits(head, as, words), width: as === 'text' ? 28 : 16 })),
    batches: [rows.map((row) => row.map((value, index) => cellOf(value, columns[index]?.as ?? 'text')))],
  }
}

/** A number in a cell has no unit next to it, so its heading names the unit. */
function inUnits(head: string, as: As, { say }: Words): string {
  if (as === 'duration') return say('units.inHours', { head })
  return as === 'share' ? say('units.inPercent', { head }) : head
}

function cellOf(value: Value, as: As): XlsxCell {
  if (typeof value !== 'number') return value
  if (as === 'duration') return Math.round(value / 36) / 100
  return as === 'share' ? Math.round(value * 1_000) / 10 : value
}
