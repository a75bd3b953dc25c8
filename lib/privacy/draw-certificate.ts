import 'server-only'
import path from 'node:path'
import PDFDocument from 'pdfkit'
import type { Certificate } from './certificate'
import { privacyWords, type Words } from './privacy-words'

/** In points: A4, with the margins of an office's paper. */
const MARGIN = 54
const SIZE = { title: 20, heading: 13, body: 10, fine: 8.5 }
const INK = '#1c2522'
const MUTED = '#55615c'
const LINE = '#c9d1cd'
const CINNABAR = '#b3261e'

/** Programs begin in the project's folder. What is used of them is embedded, so that the paper looks the same anywhere. */
const font = (weight: string) =>
  path.resolve(`node_modules/@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`)

type Paper = PDFKit.PDFDocument

/** The certificate as a PDF, each thing in Chinese with English below it. */
export async function drawCertificate(certificate: Certificate): Promise<Buffer> {
  const words = await privacyWords()
  const both = (text: (words: Words) => string) => words.map(text)
  const [title = ''] = both(({ say }) => say('certificate.title'))
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + 20 },
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: `${title} ${certificate.id}`, CreationDate: new Date(certificate.erasedAt) },
  })
  const pieces: Buffer[] = []
  doc.on('data', (piece: Buffer) => pieces.push(piece))
  const isDone = new Promise((resolve, reject) => doc.once('end', resolve).once('error', reject))
  doc.registerFont('text', font('400Regular')).registerFont('strong', font('700Bold'))

  drawHead(
    doc,
    both(({ say }) => say('certificate.title')),
  )
  drawFacts(doc, certificate, words)
  drawErased(doc, certificate, words)
  drawRemains(doc, certificate, words)
  if (certificate.erased.files.length > 0) {
    heading(
      doc,
      both(({ say }) => say('certificate.check')),
    )
    paragraph(
      doc,
      both(({ say }) => say('certificate.checkText')),
    )
  }
  drawFeet(doc, certificate, words)
  doc.end()
  await isDone
  return Buffer.concat(pieces)
}

/** The portal's mark, and what the paper is. */
function drawHead(doc: Paper, [chinese = '', english = '']: string[]): void {
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
    .text(chinese, x + 58, y - 4)
  doc
    .font('text')
    .fontSize(SIZE.heading)
    .fillColor(MUTED)
    .text(english, x + 58, y + 24)
  doc.x = x
  doc.y = y + 62
}

function drawFacts(doc: Paper, certificate: Certificate, words: readonly Words[]): void {
  const { id, reference, erasedAt, requestedAt, cause, scopes } = certificate
  const fact = (key: string, value: (words: Words) => string) => {
    row(
      doc,
      words.map(({ say }) => say(`certificate.${key}`)),
      [...new Set(words.map(value))],
    )
  }
  fact('id', () => id)
  fact('reference', ({ say }) => reference ?? say('certificate.account'))
  fact('erasedAt', ({ time }) => time(erasedAt))
  fact('cause', ({ say }) => say(`certificate.causes.${cause}`))
  if (requestedAt) fact('requestedAt', ({ time }) => time(requestedAt))
  fact('scope', ({ say }) => scopes.map((scope) => say(`certificate.scopes.${scope}`)).join(' · '))
}

function drawErased(doc: Paper, { erased }: Certificate, words: readonly Words[]): void {
  const { files, details, person } = erased
  heading(
    doc,
    words.map(({ say }) => say('certificate.erased')),
  )
  paragraph(
    doc,
    words.map(({ say }) => say('certificate.method')),
  )
  paragraph(
    doc,
    words.map(({ say }) => say('certificate.files', { count: files.length })),
  )
  for (const { kind, pages, bytes, takenInAt, sha256 } of files) {
    const described = words.map(({ say, time }) => {
      return say('certificate.file', { kind: say(`documents.${kind}`), pages, bytes, takenInAt: time(takenInAt) })
    })
    item(doc, [...described, `SHA-256: ${sha256}`])
  }
  if (details)
    item(
      doc,
      words.map(({ say }) => say('certificate.details', details)),
    )
  if (person)
    item(
      doc,
      words.map(({ say }) => say('certificate.person')),
    )
}

function drawRemains(doc: Paper, { remains }: Certificate, words: readonly Words[]): void {
  heading(
    doc,
    words.map(({ say }) => say('certificate.remains')),
  )
  for (const { what, until, fileIds } of remains) {
    const lines = words.map(({ say, time }) => {
      const end = until ? say('certificate.until', { date: time(until) }) : null
      const count = fileIds ? say('certificate.remainingFiles', { count: fileIds.length }) : null
      return [say(`remains.${what}`), count, end].filter((part) => part !== null).join(' ')
    })
    item(doc, lines)
  }
}

function heading(doc: Paper, [chinese = '', english = '']: string[]): void {
  keepTogether(doc, 60)
  doc.moveDown(0.9)
  doc.font('strong').fontSize(SIZE.heading).fillColor(INK).text(chinese, MARGIN, doc.y, { continued: true })
  doc.font('text').fontSize(SIZE.body).fillColor(MUTED).text(`   ${english}`)
  const { y } = doc
  doc
    .moveTo(MARGIN, y + 3)
    .lineTo(doc.page.width - MARGIN, y + 3)
    .lineWidth(0.5)
    .stroke(LINE)
  doc.y = y + 9
}

function paragraph(doc: Paper, [chinese = '', english = '']: string[]): void {
  keepTogether(doc, 40)
  doc.font('text').fontSize(SIZE.body).fillColor(INK).text(chinese, MARGIN, doc.y, { lineGap: 2 })
  doc.fontSize(SIZE.fine).fillColor(MUTED).text(english, { lineGap: 1 })
  doc.y += 5
}

/** One thing of a list: its first line stands out. */
function item(doc: Paper, [first = '', ...rest]: string[]): void {
  keepTogether(doc, 24 + rest.length * 14)
  const left = MARGIN + 12
  doc.circle(MARGIN + 4, doc.y + 7.5, 1.6).fill(MUTED)
  doc.font('text').fontSize(SIZE.body).fillColor(INK).text(first, left, doc.y, { lineGap: 2 })
  for (const line of rest) doc.fontSize(SIZE.fine).fillColor(MUTED).text(line, left, doc.y, { lineGap: 1 })
  doc.x = MARGIN
  doc.y += 5
}

/** A name in both languages, and what it is beside it. */
function row(doc: Paper, [chinese = '', english = '']: string[], values: readonly string[]): void {
  keepTogether(doc, 40)
  const { y } = doc
  doc.font('strong').fontSize(SIZE.body).fillColor(INK).text(chinese, MARGIN, y, { width: 130 })
  doc.font('text').fontSize(SIZE.fine).fillColor(MUTED).text(english, { width: 130 })
  const named = doc.y
  doc.y = y
  for (const [index, value] of values.entries()) {
    doc.fontSize(index === 0 ? SIZE.body : SIZE.fine).fillColor(index === 0 ? INK : MUTED)
    doc.text(value, MARGIN + 140, doc.y, { lineGap: 1 })
  }
  doc.x = MARGIN
  doc.y = Math.max(named, doc.y) + 6
}

/** Begins another page where so many points don't fit on this one. */
function keepTogether(doc: Paper, points: number): void {
  if (doc.y + points > doc.page.height - doc.page.margins.bottom) doc.addPage()
}

/** Who issued it, and which page of how many; drawn last, below the text's margin. */
function drawFeet(doc: Paper, { id, portal }: Certificate, words: readonly Words[]): void {
  const { start, count: pages } = doc.bufferedPageRange()
  for (let page = 1; page <= pages; page += 1) {
    doc.switchToPage(start + page - 1)
    doc.page.margins.bottom = 0 // or what stands there would begin a page of its own
    const width = doc.page.width - 2 * MARGIN
    const y = doc.page.height - MARGIN
    doc
      .moveTo(MARGIN, y - 6)
      .lineTo(MARGIN + width, y - 6)
      .lineWidth(0.5)
      .stroke(LINE)
    const issued = words.map(({ say }) => say('certificate.issued', { portal })).join(' · ')
    const numbered = words.map(({ say }) => say('certificate.page', { page, pages })).join(' · ')
    doc.font('text').fontSize(SIZE.fine).fillColor(MUTED)
    doc.text(`${issued} · ${numbered}`, MARGIN, y, { width, lineBreak: false })
    doc.text(id, MARGIN, y + 12, { width, lineBreak: false })
  }
}
