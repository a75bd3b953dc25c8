import 'server-only'
import { INK, keepTogether, LINE, MARGIN, MUTED, type Paper, widthOf, writable } from '@/lib/pdf/paper'
import { type Chart, type Drawing, type Look, type Shape, TEXT, type Tone } from '../charts/chart'
import { drawChart } from '../charts/draw'

/** PDF points for each point of the drawing, so that its text has the size of the paper's fine text. */
const SCALE = 0.72

/** Holds the colours of the light theme on screen. */
const INKS: Readonly<Record<Tone, { line: string; ground: string }>> = {
  action: { line: '#14573f', ground: '#e5f0ea' },
  warning: { line: '#7d5200', ground: '#fcf2db' },
  danger: { line: '#b02a1f', ground: '#fbebe8' },
  muted: { line: '#536059', ground: '#eef1ee' },
}
const RULES = { grid: LINE, axis: MUTED, limit: INKS.warning.line } as const

/** Draws a chart at the left margin, as wide as the text: the same shapes as on a page, as paths. */
export function chartOnPaper(paper: Paper, chart: Chart): void {
  const drawing = drawingOf(paper, chart)
  keepTogether(paper, drawing.height * SCALE)
  const { doc } = paper
  const { y } = doc
  doc.save().translate(MARGIN, y).scale(SCALE)
  for (const shape of inOrder(drawing)) drawShape(paper, shape)
  doc.restore()
  doc.x = MARGIN
  doc.y = y + drawing.height * SCALE + 8
}

/** Returns the height in points. */
export const heightOnPaper = (paper: Paper, chart: Chart): number => drawingOf(paper, chart).height * SCALE

const drawingOf = (paper: Paper, chart: Chart): Drawing => drawChart(chart, widthOf(paper) / SCALE)

/** The lines of the scale are drawn first, below everything else. */
const inOrder = ({ shapes }: Drawing): Shape[] => [
  ...shapes.filter(({ as }) => as === 'rule'),
  ...shapes.filter(({ as }) => as !== 'rule'),
]

function drawShape(paper: Paper, shape: Shape): void {
  const { doc } = paper
  if (shape.as === 'bar') drawBar(paper, shape)
  if (shape.as === 'mark') drawMark(paper, shape)
  if (shape.as === 'rule') {
    doc.lineWidth(0.75).moveTo(shape.x, shape.y).lineTo(shape.toX, shape.toY)
    if (shape.tone === 'limit') doc.dash(2, { space: 3 })
    doc.stroke(RULES[shape.tone]).undash()
  }
  if (shape.as === 'line') {
    const [[x, y] = [0, 0], ...rest] = shape.points
    doc.moveTo(x, y)
    for (const point of rest) doc.lineTo(...point)
    if (shape.look !== 'solid') doc.dash(5, { space: 3 })
    doc.lineWidth(2).stroke(INKS[shape.tone].line).undash()
  }
  if (shape.as === 'text') drawText(paper, shape)
}

type Of<A extends Shape['as']> = Extract<Shape, { as: A }>

function drawText(paper: Paper, { x, y, text, anchor, tone }: Of<'text'>): void {
  const { doc } = paper
  doc
    .font('text')
    .fontSize(TEXT)
    .fillColor(tone === 'text' ? INK : MUTED)
  const said = writable(paper, text)
  const width = anchor === 'start' ? 0 : doc.widthOfString(said) / (anchor === 'middle' ? 2 : 1)
  doc.text(said, x - width, y, { lineBreak: false, baseline: 'alphabetic' })
}

function drawMark({ doc }: Paper, { x, y, look, tone }: Of<'mark'>): void {
  const { line } = INKS[tone]
  if (look === 'solid') doc.circle(x, y, 3).fill(line)
  else
    doc
      .lineWidth(1.5)
      .rect(x - 3, y - 3, 6, 6)
      .fillAndStroke('#ffffff', line)
}

function drawBar(paper: Paper, { x, y, width, height, look, tone }: Of<'bar'>): void {
  const { doc } = paper
  const { line, ground } = INKS[tone]
  if (look === 'solid') {
    doc.rect(x, y, width, height).fill(line)
    return
  }
  doc.rect(x, y, width, height).fill(look === 'outlined' ? '#ffffff' : ground)
  doc.save().rect(x, y, width, height).clip()
  for (const [fromX, fromY, toX, toY] of stripes(look, x, y, width, height)) doc.moveTo(fromX, fromY).lineTo(toX, toY)
  doc.lineWidth(look === 'lined' ? 2 : 1.5).stroke(line)
  doc.restore()
  doc.lineWidth(0.75).rect(x, y, width, height).stroke(line)
}

type Stripe = [fromX: number, fromY: number, toX: number, toY: number]

/** The pattern is aligned to the sheet and not to the bar, so that it continues where bars are stacked. */
function stripes(look: Look, x: number, y: number, width: number, height: number): Stripe[] {
  const found: Stripe[] = []
  if (look === 'lined')
    for (let at = Math.floor(y / 4) * 4; at <= y + height; at += 4) found.push([x, at, x + width, at])
  if (look === 'hatched') {
    for (let at = Math.floor((x + y) / 6) * 6; at <= x + y + width + height; at += 6) {
      found.push([at - y, y, at - y - height, y + height])
    }
  }
  return found
}
