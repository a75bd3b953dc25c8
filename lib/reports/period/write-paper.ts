import 'server-only'
import { fact, heading, masthead, paragraph, subheading } from '@/lib/paper/blocks'
import { beginPaper, endPaper, type Paper } from '@/lib/paper/paper'
import { table } from '@/lib/paper/table'
import type { Figures } from '../figures/read-figures'
import { chartOnPaper } from './draw-chart'
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
  heading(paper, [title])
  paragraph(paper, [lead])
  if (chart) chartOnPaper(paper, chart)
  else paragraph(paper, [words.say('empty.section')])
  for (const one of tables) {
    if (one.rows.length > 0) writeTable(paper, one, words)
  }
}

/** How much wider what is said in words is than a figure. */
const WIDER = { first: 1.8, text: 1.6, figure: 1 }

function writeTable(paper: Paper, { caption, columns, rows }: Table, words: Words): void {
  subheading(paper, [caption], 72)
  const drawn = columns.map(({ head, as }, index) => ({
    head: [head],
    share: index === 0 ? WIDER.first : as === 'text' ? WIDER.text : WIDER.figure,
    align: as === 'text' ? ('left' as const) : ('right' as const),
  }))
  table(
    paper,
    drawn,
    rows.map((row) => row.map((value, index) => written(value, columns[index]?.as ?? 'text', words))),
  )
}
