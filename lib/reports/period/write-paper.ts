import 'server-only'
import { fact, heading, masthead, paragraph, subheading } from '@/lib/pdf/blocks'
import { finishPaper, type Paper, startPaper } from '@/lib/pdf/paper'
import { table } from '@/lib/pdf/table'
import { textWidth } from '../charts/text-width'
import type { Figures } from '../figures/read-figures'
import { chartOnPaper, heightOnPaper } from './draw-chart'
import { type Section, type Table, written } from './section'
import { sectionsOf } from './sections'
import { summaryOf } from './summary'
import type { Words } from './words'

/** Writes the report of a period as a PDF: the summary, then each section with its chart and all of its figures. */
export async function writePaper(figures: Figures, words: Words): Promise<Buffer> {
  const { say, time, locale } = words
  const { days } = figures.period
  const span = { from: days[0] ?? '', to: days.at(-1) ?? '' }
  const title = say('report.title')
  const paper = startPaper({ title: `${title} ${span.from} – ${span.to}`, at: figures.at, lang: locale })
  masthead(paper, [title, `${span.from} – ${span.to}`])
  fact(paper, [say('report.period')], [say('report.periodOf', span)])
  fact(paper, [say('report.made')], [time(figures.at)])
  heading(paper, [say('report.summary')])
  for (const { name, value, as } of summaryOf(figures, words)) fact(paper, [name], [written(value, as, words)])
  for (const section of sectionsOf(figures, words)) writeSection(paper, section, words)
  return finishPaper(paper, [say('report.foot', span)])
}

function writeSection(paper: Paper, { title, lead, chart, tables }: Section, words: Words): void {
  heading(paper, [title], HEADING_AND_LEAD + (chart ? heightOnPaper(paper, chart) : TABLE_START))
  paragraph(paper, [lead])
  if (chart) chartOnPaper(paper, chart) // without data, the sentence says everything
  for (const one of tables) {
    if (one.rows.length > 0) writeTable(paper, one, words)
  }
}

/**
 * Heights in points: a heading with its lead, which stay on the page of what is below them, and a table's heads with
 * its first rows.
 */
const HEADING_AND_LEAD = 100
const TABLE_START = 100

/** The narrowest and widest column, as text is measured: longer text is wrapped. */
const NARROWEST = 30
const WIDEST = 170

function writeTable(paper: Paper, { caption, columns, rows }: Table, words: Words): void {
  const cells = rows.map((row) => row.map((value, index) => written(value, columns[index]?.as ?? 'text', words)))
  const drawn = columns.map(({ head, as }, index) => ({
    head: [head],
    share: roomFor([...head.split(' '), ...cells.map((row) => row[index] ?? '')]),
    align: as === 'text' ? ('left' as const) : ('right' as const),
  }))
  subheading(paper, [caption], 72)
  table(paper, drawn, cells)
}

const roomFor = (texts: readonly string[]) => Math.min(WIDEST, Math.max(NARROWEST, ...texts.map(textWidth)))
