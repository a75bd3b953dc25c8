import 'server-only'
import { CINNABAR, INK, keepTogether, MARGIN, MUTED, type Paper, rule, SIZE, widthOf, writable } from './paper'

type Lines = readonly string[]

const FACT_NAMES = 130

/** Draws the portal's mark and the title of the paper. */
export function masthead(paper: Paper, [title = '', below = '']: Lines): void {
  const { doc } = paper
  const { x, y } = doc
  doc.roundedRect(x, y, 44, 44, 4).fill(CINNABAR)
  doc
    .font('strong')
    .fontSize(18)
    .fillColor('#ffffff')
    .text('准信', x, y + 9, { width: 44, align: 'center' })
  doc
    .font('strong')
    .fontSize(SIZE.title)
    .fillColor(INK)
    .text(writable(paper, title), x + 58, y - 4)
  doc
    .font('text')
    .fontSize(SIZE.heading)
    .fillColor(MUTED)
    .text(writable(paper, below), x + 58, y + 24)
  doc.x = x
  doc.y = y + 62
}

/**
 * Draws a section's heading, with a bookmark. The second line is next to the first. `points` is the height of what must
 * stay with it.
 */
export function heading(paper: Paper, [first = '', second = '']: Lines, points = 120): void {
  const { doc } = paper
  keepTogether(paper, points)
  doc.moveDown(0.9)
  paper.section = doc.outline.addItem(first, { expanded: true })
  doc.font('strong').fontSize(SIZE.heading).fillColor(INK)
  doc.text(writable(paper, first), MARGIN, doc.y, { continued: second !== '' })
  if (second !== '')
    doc
      .font('text')
      .fontSize(SIZE.body)
      .fillColor(MUTED)
      .text(`   ${writable(paper, second)}`)
  const { y } = doc
  rule(paper, y + 6) // below the first line's descenders, which are larger than the last's
  doc.y = y + 13
}

/**
 * Draws the heading of a section's part, with a bookmark below the section's. `points` is the height of what must stay
 * with it.
 */
export function subheading(paper: Paper, [first = '', ...rest]: Lines, points = 48): void {
  const { doc } = paper
  keepTogether(paper, points)
  doc.y += 6
  ;(paper.section ?? doc.outline).addItem(first)
  doc.font('strong').fontSize(SIZE.body + 1)
  doc.fillColor(INK).text(writable(paper, first), MARGIN, doc.y, { lineGap: 1 })
  for (const line of rest) fine(paper, line)
  doc.y += 3
}

export function paragraph(paper: Paper, [first = '', ...rest]: Lines): void {
  const { doc } = paper
  keepTogether(paper, 40)
  doc.font('text').fontSize(SIZE.body).fillColor(INK).text(writable(paper, first), MARGIN, doc.y, { lineGap: 2 })
  for (const line of rest) fine(paper, line)
  doc.y += 5
}

/** Draws an item of a list, with its first line emphasised. */
export function item(paper: Paper, [first = '', ...rest]: Lines): void {
  const { doc } = paper
  keepTogether(paper, 24 + rest.length * 14)
  const left = MARGIN + 12
  doc.circle(MARGIN + 4, doc.y + 7.5, 1.6).fill(MUTED)
  doc.font('text').fontSize(SIZE.body).fillColor(INK).text(writable(paper, first), left, doc.y, { lineGap: 2 })
  for (const line of rest) fine(paper, line, left)
  doc.x = MARGIN
  doc.y += 5
}

/** Draws a name and its value next to it. */
export function fact(paper: Paper, [name = '', ...names]: Lines, [value = '', ...values]: Lines): void {
  const { doc } = paper
  const width = widthOf(paper) - FACT_NAMES - 10
  doc.font('text').fontSize(SIZE.body)
  keepTogether(paper, Math.min(400, Math.max(30, doc.heightOfString(writable(paper, value), { width }) + 14)))
  const { y } = doc
  doc.font('strong').fillColor(INK).text(writable(paper, name), MARGIN, y, { width: FACT_NAMES })
  for (const line of names) fine(paper, line, MARGIN, FACT_NAMES)
  const named = doc.y
  doc.y = y
  const left = MARGIN + FACT_NAMES + 10
  doc.font('text').fontSize(SIZE.body).fillColor(INK).text(writable(paper, value), left, y, { lineGap: 1 })
  for (const line of values) fine(paper, line, left)
  doc.x = MARGIN
  doc.y = Math.max(named, doc.y) + 6
}

function fine(paper: Paper, line: string, left = MARGIN, width = widthOf(paper) - (left - MARGIN)): void {
  const { doc } = paper
  doc.font('text').fontSize(SIZE.fine).fillColor(MUTED).text(writable(paper, line), left, doc.y, { width, lineGap: 1 })
}
