import 'server-only'
import PDFDocument from 'pdfkit'
import { fontOf } from './fonts'

/** Gives the margin of an A4 page, in points. */
export const MARGIN = 54
export const SIZE = { title: 20, heading: 13, body: 10, fine: 8.5 }
export const INK = '#1c2522'
export const MUTED = '#55615c'
export const LINE = '#c9d1cd'
export const CINNABAR = '#b3261e'

/**
 * Describes A4 pages that are written from the top down. A text in two languages is given as lines; the first is
 * emphasised.
 */
export type Paper = {
  /** Gives the document for direct drawing, as in charts. Text given to it goes through `writable` first. */
  readonly doc: PDFKit.PDFDocument
  readonly bytes: Promise<Buffer>
  /** Holds the bookmark that contains those of a lower level. */
  section: PDFKit.PDFOutline | null
}

export type PaperInfo = {
  title: string
  /** Gives the time that the content is of: the same content gives the same file. */
  at: Date
  /** Names the language of most of its text, for screen readers. */
  lang: string
  /** Leaves so many points free below the text, for the lines at the foot. */
  foot?: number
}

export function startPaper({ title, at, lang, foot = 20 }: PaperInfo): Paper {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + foot },
    bufferPages: true, // the number of pages is written on each
    pdfVersion: '1.7',
    lang,
    displayTitle: true,
    info: { Title: title, CreationDate: at, Producer: 'Zhunxin', Creator: 'Zhunxin' },
  })
  doc.registerFont('text', fontOf('400Regular')).registerFont('strong', fontOf('700Bold'))
  doc.font('text').fontSize(SIZE.body).fillColor(INK)
  const pieces: Buffer[] = []
  doc.on('data', (piece: Buffer) => pieces.push(piece))
  const bytes = new Promise<Buffer>((resolve, reject) => {
    doc.once('end', () => resolve(Buffer.concat(pieces))).once('error', reject)
  })
  return { doc, bytes, section: null }
}

/** Finishes the paper with the same lines at the foot of each page and its number, as `1 / 7`. */
export function finishPaper(paper: Paper, feet: readonly string[]): Promise<Buffer> {
  const { doc } = paper
  const { start, count } = doc.bufferedPageRange()
  for (let page = 1; page <= count; page += 1) {
    doc.switchToPage(start + page - 1)
    doc.page.margins.bottom = 0 // otherwise text at the foot would start a new page
    const y = doc.page.height - MARGIN
    rule(paper, y - 6)
    doc.font('text').fontSize(SIZE.fine).fillColor(MUTED)
    for (const [index, line] of feet.entries()) {
      doc.text(writable(paper, line), MARGIN, y + index * 12, { lineBreak: false })
    }
    doc.text(`${page} / ${count}`, MARGIN, y, { width: widthOf(paper), align: 'right' })
  }
  doc.end()
  return paper.bytes
}

/** Returns the width between the margins. */
export const widthOf = ({ doc }: Paper): number => doc.page.width - 2 * MARGIN

/** Draws a fine line from margin to margin. */
export function rule({ doc }: Paper, y: number): void {
  doc
    .moveTo(MARGIN, y)
    .lineTo(doc.page.width - MARGIN, y)
    .lineWidth(0.5)
    .stroke(LINE)
}

/** Returns where text has to end on this page. */
export const bottomOf = ({ doc }: Paper): number => doc.page.height - doc.page.margins.bottom

/** Starts another page where this many points don't fit on the current one. */
export function keepTogether(paper: Paper, points: number): void {
  if (paper.doc.y + points > bottomOf(paper)) paper.doc.addPage()
}

/** Types a private field of pdfkit: the font in use. */
type WithFont = { _font: { font: { hasGlyphForCodePoint: (codePoint: number) => boolean } } }

const CONTROL = /[\p{Cc}\p{Cf}]/u

/** Replaces characters that are as wide as a Chinese character in a Chinese font. */
const narrowed = (text: string): string =>
  text.replaceAll(/(?<=\p{Script=Latin})’/gu, "'").replaceAll(/“(?=\p{Script=Latin})|(?<=[\p{Script=Latin}.,])”/gu, '"')

/**
 * Returns text that the font can write. The font has each character that names are registered with (通用规范汉字表) and most
 * others; a missing one is replaced by its code, 〔U+2A6A5〕, since an empty box would not identify the name.
 */
export function writable({ doc }: Paper, text: string): string {
  const { font } = (doc as unknown as WithFont)._font
  return Array.from(narrowed(text), (character) => {
    const code = character.codePointAt(0) ?? 0
    if (character === '\n' || font.hasGlyphForCodePoint(code)) return character
    if (CONTROL.test(character)) return ''
    return `〔U+${code.toString(16).toUpperCase()}〕`
  }).join('')
}
