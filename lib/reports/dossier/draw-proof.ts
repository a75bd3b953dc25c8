import 'server-only'
import { fact, paragraph, subheading } from '@/lib/pdf/blocks'
import { keepTogether, MARGIN, MUTED, SIZE, widthOf, writable } from '@/lib/pdf/paper'
import { qrCode } from '@/lib/pdf/qr'
import type { Drawing } from './drawing'
import { eventLines } from './event-words'

/** A QR code has this size, in points. */
const CODE = 168

/** Draws what proves that the log agrees: the signed checkpoint, and whole proofs of the decision and of the state. */
export function drawProof(drawing: Drawing): void {
  const { paper, words, dossier, section } = drawing
  const { say, both, time } = words
  const { proof } = dossier
  if (!proof) return
  section('proof', 220)
  const { checkpoint, keys, shown } = proof
  paragraph(paper, [say('dossier.proof.text'), say('dossier.proof.how')])
  fact(paper, both('dossier.proof.size'), [say('dossier.proof.entries', { count: String(checkpoint.size) })])
  fact(paper, both('dossier.proof.signed'), [time(checkpoint.at)])
  fact(paper, both('dossier.proof.keys'), keys)
  subheading(paper, [say('dossier.proof.checkpoint')], CODE + 40)
  drawText(drawing, checkpoint.note, 'checkpoint.txt')
  for (const { of, event, entry, proof: text } of shown) {
    const [what = ''] = eventLines(event, drawing)
    const place = String(proof.places.get(event.id) ?? '')
    subheading(paper, [say('dossier.proof.of', { what, place }), time(event.at)], CODE + 56)
    drawText(drawing, text, `${of}.tlog-proof`)
    subheading(paper, [say('dossier.proof.entry')], 80)
    drawLines(drawing, entry, MARGIN, widthOf(paper))
    attach(drawing, `${of}.json`, entry)
  }
}

/** Draws a text as a QR code and as text next to it, and attaches it as a file. */
function drawText(drawing: Drawing, text: string, name: string): void {
  const { paper } = drawing
  const { doc } = paper
  keepTogether(paper, CODE)
  const top = doc.y
  const page = doc.bufferedPageRange().count
  qrCode(paper, text, { x: MARGIN, y: top, size: CODE })
  drawLines(drawing, text, MARGIN + CODE + 8, widthOf(paper) - CODE - 8)
  if (doc.bufferedPageRange().count === page) doc.y = Math.max(doc.y, top + CODE) + 4
  attach(drawing, name, text)
}

function drawLines({ paper }: Drawing, text: string, x: number, width: number): void {
  const { doc } = paper
  doc
    .font('text')
    .fontSize(SIZE.fine - 1.5)
    .fillColor(MUTED)
  doc.text(writable(paper, text.trimEnd()), x, doc.y, { width, lineGap: 0.5 })
  doc.x = MARGIN
  doc.y += 4
}

/** Attaches a text for programs, since text that is copied from a page has lost its line ends. */
function attach({ paper: { doc }, dossier: { made } }: Drawing, name: string, text: string): void {
  doc.file(Buffer.from(text), { name, creationDate: made.at, modifiedDate: made.at })
}
