import 'server-only'
import { fact, heading, masthead, paragraph, subheading } from '@/lib/paper/blocks'
import { beginPaper, endPaper, type Paper } from '@/lib/paper/paper'
import { table } from '@/lib/paper/table'
import { textWidth } from '../charts/text-width'
import type { Figures } from '../figures/read-figures'
import { chartOnPaper, heightOnPaper } from './draw-chart'
import { type Section, type Table, written } from './section'
import { sectionsOf } from './sections'
import { summaryOf } from './summary'
import type { Words } from './words'

/** The report of a period as a PDF: what one asks first, then each section with its chart and all of its figures. */
export async function writePaper(figures: Figures, words: Words): Promise<Buffer> {
  const { say, time, locale } = words
  const { days } = figures.period
  const span = { from: days[0] ?? '', to: days.at(-1) ?? '' }
  const title = say('report.title')
  const paper = beginPaper({ title: `${title} ${span.from} – ${span.to}`, at: figures.at, lang: locale })
  masthead(paper, [title, `${span.from} – ${span.to}`])
  fact(paper, [say('report.period')], [say('report.periodOf', span)])
  fact(paper, [say('report.made')], [time(figures.at)])
  heading(paper, [say('report.summary')])
  for (const { name, value, as } of summaryOf(figures, words)) fact(paper, [name], [written(value, as, words)])
  for (const section of sectionsOf(figures, words)) writeSection(paper, section, words)
  return endPaper(paper, [say('report.foot', span)])
}

function writeSection(paper: Paper, { title, lead, chart, tables }: Section, words: Words): void {
  heading(paper, [title], HEADING_AND_LEAD + (chart ? heightOnPaper(paper, chart) : TABLE_BEGUN))
  paragraph(paper, [lead])
  if (chart) chartOnPaper(paper, chart) // of nothing the sentence says it all
  for (const one of tables) {
    if (one.rows.length > 0) writeTable(paper, one, words)
  }
}

/** In points: what stands above a chart or a table, and isn't parted from it; and a table's heads and first rows. */
const HEADING_AND_LEAD = 100
const TABLE_BEGUN = 100

/** Of a column, as text is measured: what is longer goes on in another line. */
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
