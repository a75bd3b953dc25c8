import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import sharp from 'sharp'

/** Returns a photograph of a cat: fur of two colours on a carpet, and no paper at all. JPEG. */
export function aCat(): Promise<Buffer> {
  const fur = (id: string, seed: number) =>
    `<filter id="${id}"><feTurbulence type="fractalNoise" baseFrequency="0.02 0.2" numOctaves="3" seed="${seed}" result="noise"/><feDisplacementMap in="SourceGraphic" in2="noise" scale="40"/></filter>`
  const ear = (x: number, lean: number) => `<path d="M${x} 420 l${lean} -200 l150 130 z" fill="#8a5a2b"/>`
  const eye = (x: number) =>
    `<ellipse cx="${x}" cy="500" rx="42" ry="34" fill="#b8c94a"/><ellipse cx="${x}" cy="500" rx="11" ry="32" fill="#111"/>`
  const whiskers = [0, 1, 2].map(
    (n) => `<path d="M720 ${600 + n * 14} l-260 ${n * 40 - 50} M880 ${600 + n * 14} l260 ${n * 40 - 50}"/>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200"><defs>${fur('fur', 3)}${fur('carpet', 8)}</defs>
    <rect width="1600" height="1200" fill="#5d4a57"/><g filter="url(#carpet)"><path d="M0 900 h1600 v300 h-1600 z" fill="#3f4f6b"/></g>
    <g filter="url(#fur)"><ellipse cx="800" cy="980" rx="420" ry="360" fill="#a8743c"/><circle cx="800" cy="540" r="240" fill="#a8743c"/>
    ${ear(590, 10)}${ear(870, 140)}<ellipse cx="800" cy="1020" rx="210" ry="240" fill="#e6d3b3"/></g>
    ${eye(715)}${eye(885)}<path d="M775 585 h50 l-25 28 z" fill="#d98a8a"/><g stroke="#f4efe6" stroke-width="4" fill="none">${whiskers.join('')}</g></svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer()
}

/** Puts photographs into one PDF, each on a page of its own, as an application on a phone does. */
export async function asPdf(photographs: readonly Buffer[]): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false })
  for (const jpeg of photographs) {
    document.addPage()
    document.image(jpeg, 0, 0, { fit: [document.page.width, document.page.height], align: 'center', valign: 'center' })
  }
  document.end()
  return buffer(document)
}
