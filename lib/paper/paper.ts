import 'server-only'
import path from 'node:path'
import PDFDocument from 'pdfkit'

/** In points: A4, with the margins of an office's paper. */
export const MARGIN = 54
export const SIZE = { title: 20, heading: 13, body: 10, fine: 8.5 }
export const INK = '#1c2522'
export const MUTED = '#55615c'
export const LINE = '#c9d1cd'
export const CINNABAR = '#b3261e'

/**
 * Pages of A4 that are being written from the top down. What is said twice, in two languages, is given as lines: the first
 * stands out.
 */
export type Paper = {
  /** For what is drawn by hand, as charts are. Text given to it goes through `writable` first. */
  readonly doc: PDFKit.PDFDocument
  readonly bytes: Promise<Buffer>
  /** The bookmark that those of a lower level stand under. */
  section: PDFKit.PDFOutline | null
}

/** Programs begin in the project's folder. What is used of them is embedded, so that the paper looks the same anywhere. */
const font = (weight: string) =>
  path.resolve(`node_modules/@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`)

export type PaperInfo = {
  title: string
  /** When what it says was so: the same content is the same file. */
  at: Date
  /** Of most of its text, for who has it read aloud. */
  lang: string
  /** Points kept free below the text: the feet stand there. */
  foot?: number
}

export function beginPaper({ title, at, lang, foot = 20 }: PaperInfo): Paper {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + foot },
    bufferPages: true, // how many there are is written on each
    pdfVersion: '1.7',
    lang,
    displayTitle: true,
    info: { Title: title, CreationDate: at, Producer: 'Zhunxin', Creator: 'Zhunxin' },
  })
  doc.registerFont('text', font('400Regular')).registerFont('strong', font('700Bold'))
  doc.font('text').fontSize(SIZE.body).fillColor(INK)
  const pieces: Buffer[] = []
  doc.on('data', (piece: Buffer) => pieces.push(piece))
  const bytes = new Promise<Buffer>((resolve, reject) => {
    doc.once('end', () => resolve(Buffer.concat(pieces))).once('error', reject)
  })
  return { doc, bytes, section: null }
}

/** Ends it, with the same lines at the foot of each page and its number, as `1 / 7`. */
export function endPaper(paper: Paper, feet: readonly string[]): Promise<Buffer> {
  const { doc } = paper
  const { start, count } = doc.bufferedPageRange()
  for (let page = 1; page <= count; page += 1) {
    doc.switchToPage(start + page - 1)
    doc.page.margins.bottom = 0 // or what stands there would begin a page of its own
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

/** Between the margins. */
export const widthOf = ({ doc }: Paper): number => doc.page.width - 2 * MARGIN

/** A fine line from margin to margin. */
export function rule({ doc }: Paper, y: number): void {
  doc
    .moveTo(MARGIN, y)
    .lineTo(doc.page.width - MARGIN, y)
    .lineWidth(0.5)
    .stroke(LINE)
}

/** Where text has to end on this page. */
export const bottomOf = ({ doc }: Paper): number => doc.page.height - doc.page.margins.bottom

/** Begins another page where so many points don't fit on this one. */
export function keepTogether(paper: Paper, points: number): void {
  if (paper.doc.y + points > bottomOf(paper)) paper.doc.addPage()
}

/** What pdfkit keeps to itself of the font in use. */
type WithFont = { _font: { font: { hasGlyphForCodePoint: (codePoint: number) => boolean } } }

const CONTROL = /[\p{Cc}\p{Cf}]/u

/** In a Chinese font these are as wide as a letter of Chinese. */
const narrowed = (text: string): string =>
  text.replaceAll(/(?<=\p{Script=Latin})’/gu, "'").replaceAll(/“(?=\p{Script=Latin})|(?<=[\p{Script=Latin}.,])”/gu, '"')

/**
 * Text as the font can write it. It has each character that names are registered with (通用规范汉字表) and most beyond; one
 * that it lacks is named by its code, 〔U+2A6A5〕, since an empty box would say nothing about whose name it is.
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
