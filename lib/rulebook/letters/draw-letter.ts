import 'server-only'
import { type Box, LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import { type Paper, startPaper, writable } from '@/lib/pdf/paper'
import { qrCode } from '@/lib/pdf/qr'
import type { Bilingual } from '../bilingual'
import type { Letter } from './letter'
import { type LetterSigner, letterCode } from './letter-code'

const { text: AREA, code: CODE, corners: CORNERS, hands: HANDS, page: PAGE } = LETTER_LAYOUT
const BLACK = '#000000'
/** It is dark enough for a printer without colours, and for a photograph of the print. */
const GREY = '#4a4a4a'
const BOTTOM = AREA.y + AREA.height
const [FIRST_HAND] = HANDS
/** Text ends here on the page with the boxes: the line that says what they are for is between. */
const ABOVE_HANDS = FIRST_HAND.y - 16

/** Chinese, which binds, is on the left; English, as a courtesy, is smaller and next to it. */
const CHINESE = { x: AREA.x, width: 266, size: 9.5, gap: 0.4 }
const ENGLISH = { x: AREA.x + 278, width: AREA.width - 278, size: 7, gap: -0.7 }
const LABEL_WIDTH = 178
const VALUE = { x: AREA.x + LABEL_WIDTH + 12, width: AREA.width - LABEL_WIDTH - 12 }

const SPECIMEN = '样本 SPECIMEN　仅供试用，不产生任何效力 For trial only, without any effect'

type Style = { font: 'text' | 'strong'; size: number; gap?: number; colour?: string }
type Line = Style & { text: string }
type Column = { x: number; width: number; lines: readonly Line[] }

export type IssuedLetter = { id: string; issuedAt: Date; letter: Letter; signer: LetterSigner }

/**
 * Draws a letter as A4 pages to print and sign. The same row gives the same bytes. `LETTER_LAYOUT` says where
 * everything is that is looked for in a photograph.
 */
export async function drawLetter({
  id,
  issuedAt,
  letter,
  signer,
}: IssuedLetter): Promise<{ pdf: Buffer; pages: number }> {
  const paper = startPaper({ title: letter.title['zh-CN'], at: issuedAt, lang: 'zh-CN' })
  const { doc } = paper
  doc.page.margins = { top: AREA.y, left: AREA.x, right: AREA.x, bottom: PAGE.height - BOTTOM }
  doc.options.margins = doc.page.margins
  doc.y = AREA.y
  drawText(paper, letter)
  const pages = doc.bufferedPageRange().count
  for (let page = 1; page <= pages; page += 1) {
    doc.switchToPage(page - 1)
    doc.page.margins.bottom = 0 // otherwise text at the foot would start a new page
    drawFrame(paper, letter, page, pages)
    const code = letterCode({ letterId: id, page, pages, version: letter.version }, signer)
    qrCode(paper, code, { x: CODE.x, y: CODE.y, size: CODE.width, correction: 'M' })
  }
  doc.end()
  return { pdf: await paper.bytes, pages }
}

function drawText(paper: Paper, letter: Letter): void {
  const { doc } = paper
  row(paper, both(letter.recipient, 'strong'))
  doc.y += 2
  for (const { label, value } of letter.particulars) particular(paper, label, value)
  doc.y += 4
  row(paper, both(letter.opening))
  const clauses = letter.clauses.map(({ heading, text }) => both(text, 'text', heading))
  const [last = [], ...others] = clauses.reverse()
  for (const clause of others.reverse()) row(paper, clause)
  const closing = both(letter.closing)
  // A page that is signed contains some of what is signed.
  const end = heightOf(paper, last) + heightOf(paper, closing) + 12
  if (doc.y + end > ABOVE_HANDS && end < ABOVE_HANDS - AREA.y) doc.addPage()
  row(paper, last)
  if (doc.y + heightOf(paper, closing) > ABOVE_HANDS) doc.addPage()
  row(paper, closing)
  drawHands(paper, letter)
}

/** Returns the two columns of a text. */
function both(text: Bilingual, font: Style['font'] = 'text', heading?: Bilingual): Column[] {
  const column = ({ x, width, size, gap }: typeof ENGLISH, language: keyof Bilingual, colour: string): Column => {
    const lines: Line[] = [{ text: text[language], font, size, gap, colour }]
    if (heading) lines.unshift({ text: heading[language], font: 'strong', size, gap, colour })
    return { x, width, lines }
  }
  return [column(CHINESE, 'zh-CN', BLACK), column(ENGLISH, 'en', GREY)]
}

/**
 * Draws columns next to each other. What is longer than a page is drawn one below the other, over the pages that it
 * needs.
 */
function row(paper: Paper, columns: readonly Column[], after = 4): void {
  const { doc } = paper
  const height = heightOf(paper, columns)
  const isLong = height > AREA.height
  if (!isLong && doc.y + height > BOTTOM) doc.addPage()
  const top = doc.y
  for (const { x, width, lines } of columns) {
    if (!isLong) doc.y = top
    for (const line of lines) write(paper, line, { x, y: doc.y, width })
  }
  doc.y = (isLong ? doc.y : top + height) + after
}

function particular(paper: Paper, label: Bilingual, value: Bilingual): void {
  const name: Line[] = [
    { text: label['zh-CN'], font: 'text', size: 9, gap: -1 },
    { text: label.en, font: 'text', size: 6.5, gap: -1, colour: GREY },
  ]
  const values: Line[] = [{ text: value['zh-CN'], font: 'strong', size: 9.5, gap: 0 }]
  const isTranslated = value.en.replaceAll(', ', '、') !== value['zh-CN']
  if (isTranslated) values.push({ text: value.en, font: 'text', size: 7.5, colour: GREY })
  const columns = [
    { x: AREA.x, width: LABEL_WIDTH, lines: name },
    { ...VALUE, lines: values },
  ]
  row(paper, columns, 3)
  line(paper, paper.doc.y - 1.5, 0.4)
}

/** Draws the boxes on the last page. Each says in it what belongs there. */
function drawHands(paper: Paper, { marks }: Letter): void {
  const { doc } = paper
  const note = '请用黑色笔在框内签写，盖印不要超出框线。 Please sign, seal and date within the boxes, in black ink.'
  write(paper, { text: note, font: 'text', size: 7.5, colour: GREY }, { ...AREA, y: FIRST_HAND.y - 13 })
  for (const [index, { label, hint }] of marks.entries()) {
    const box = HANDS[index]
    if (!box) throw new RangeError(`A letter has ${HANDS.length} boxes`)
    doc.rect(box.x, box.y, box.width, box.height).lineWidth(1).stroke(BLACK)
    const inside = { x: box.x + 6, width: box.width - 12 }
    const names: Line[] = [
      { text: label['zh-CN'], font: 'strong', size: 9 },
      { text: label.en, font: 'text', size: 6.5, colour: GREY },
    ]
    doc.y = box.y + 5
    for (const each of names) write(paper, each, { ...inside, y: doc.y })
    const hints: Line[] = [
      { text: hint['zh-CN'], font: 'text', size: 8 },
      { text: hint.en, font: 'text', size: 6.5, colour: GREY },
    ]
    const height = heightOf(paper, [{ ...inside, lines: hints }])
    doc.y = box.y + box.height - height - 4
    for (const each of hints) write(paper, each, { ...inside, y: doc.y })
  }
}

/** Draws what each page has: the corner marks, the title, and at the foot what the page is. */
function drawFrame(paper: Paper, letter: Letter, page: number, pages: number): void {
  const { doc } = paper
  for (const { x, y, width, height } of CORNERS) doc.rect(x, y, width, height)
  doc.fill(BLACK)
  const head: Box = { x: AREA.x, y: 46, width: CODE.x - AREA.x - 12, height: CODE.height }
  const isFirst = page === 1
  if (letter.isSpecimen) write(paper, { text: SPECIMEN, font: 'strong', size: 8 }, { ...head, y: head.y - 15 })
  doc.y = head.y
  write(paper, { text: letter.title['zh-CN'], font: 'strong', size: isFirst ? 17 : 11 }, head)
  write(
    paper,
    { text: letter.title.en, font: 'text', size: isFirst ? 9.5 : 8, colour: GREY },
    { ...head, y: doc.y + 1 },
  )
  const languages = `${letter.languages['zh-CN']} ${letter.languages.en}`
  if (isFirst) write(paper, { text: languages, font: 'text', size: 7.5, colour: GREY }, { ...head, y: doc.y + 8 })
  const y = BOTTOM + 8
  line(paper, y - 4, 0.5)
  const foot = `申请编号 Reference ${letter.reference}　文本版本 Version ${letter.version}`
  write(paper, { text: foot, font: 'text', size: 7.5 }, { ...AREA, y })
  const number = `第 ${page} 页，共 ${pages} 页 Page ${page} of ${pages}`
  write(paper, { text: number, font: 'strong', size: 8 }, { ...AREA, y: y - 0.5, align: 'right' })
}

type Place = { x: number; y: number; width: number; align?: 'left' | 'right' }

function dress({ doc }: Paper, { font, size, colour = BLACK }: Style): void {
  doc.font(font).fontSize(size).fillColor(colour)
}

function write(paper: Paper, each: Line, { x, y, width, align = 'left' }: Place): void {
  dress(paper, each)
  paper.doc.text(writable(paper, each.text), x, y, { width, align, lineGap: each.gap ?? 0.5 })
}

const heightOf = (paper: Paper, columns: readonly Column[]): number =>
  Math.max(
    ...columns.map(({ width, lines }) =>
      lines.reduce((sum, each) => {
        dress(paper, each)
        return sum + paper.doc.heightOfString(writable(paper, each.text), { width, lineGap: each.gap ?? 0.5 })
      }, 0),
    ),
  )

function line({ doc }: Paper, y: number, width: number): void {
  doc
    .moveTo(AREA.x, y)
    .lineTo(AREA.x + AREA.width, y)
    .lineWidth(width)
    .stroke(GREY)
}
