import 'server-only'
import { fact, subheading } from '@/lib/pdf/blocks'
import { INK, keepTogether, LINE, MARGIN, MUTED, SIZE, widthOf, writable } from '@/lib/pdf/paper'
import { type Cell, table } from '@/lib/pdf/table'
import type { OutlinedPlace } from '@/lib/qualifications/outlined-place'
import { CORRECT_PICTURE, correctField } from '@/lib/review/decisions/correctable'
import type { Drawing } from './drawing'
import type { DossierDocument, DossierFile, DossierPart, DossierRound } from './read-dossier-rounds'

/** Refused places are outlined in cinnabar, as on the screen. */
const REFUSED = '#b3261e'

/** A document's small picture, or the words in its place, has this room, in points. */
const PICTURE = { width: 92, height: 68 }
const TEXT_LEFT = MARGIN + PICTURE.width + 12

/** Draws each revision: what was submitted, and what was decided about each part. */
export function drawRounds(drawing: Drawing): void {
  const { paper, words, naming, dossier, section } = drawing
  const { say, time } = words
  section('rounds', 260)
  const seen = new Map<string, number>()
  for (const round of dossier.rounds) {
    const { revision, submittedAt, submittedBy, rulebookVersion, letterVersion, decision, documents } = round
    subheading(paper, [say('dossier.round', { revision })], 150)
    const addFact = (key: string, ...lines: string[]) => fact(paper, [say(`dossier.facts.${key}`)], lines)
    addFact('submitted', time(submittedAt), naming.who(submittedBy.kind, submittedBy.id, ['qualification.own']))
    addFact('rules', say('cases.rounds.rules', { rulebook: rulebookVersion, letter: letterVersion }))
    if (decision) {
      addFact(
        'decision',
        say(`common.status.${decision.outcome}`),
        `${time(decision.decidedAt)} · ${naming.reviewer(decision.reviewer, revision)}`,
      )
    } else addFact('decision', say('dossier.undecided'))
    for (const document of documents) drawDocument(drawing, round, document, seen)
    drawParts(drawing, round)
  }
}

/** Draws a document: its picture or why there is none, and next to it what it is and what was decided about it. */
function drawDocument(
  drawing: Drawing,
  round: DossierRound,
  document: DossierDocument,
  seen: Map<string, number>,
): void {
  const { files, part } = document
  const [only] = files
  const before = only && files.length === 1 ? seen.get(only.id) : undefined
  if (before === undefined && files.length > 0) {
    for (const [index, file] of files.entries()) {
      drawFile(drawing, round, document, { file, index, before: seen.get(file.id) })
      if (!seen.has(file.id)) seen.set(file.id, round.revision)
    }
    return
  }
  const { say } = drawing.words
  fact(
    drawing.paper,
    [nameOf(drawing, document)],
    [
      before === undefined ? say('dossier.document.erased') : say('dossier.document.sameAs', { revision: before }),
      ...(part ? verdictLines(drawing, round, part) : []),
      ...document.sha256.map((sha256) => `SHA-256 ${sha256}`),
    ],
  )
}

function nameOf({ naming }: Drawing, { kind, signature }: DossierDocument): string {
  return naming.partName({ kind: 'DOCUMENT', documentKind: kind, fieldGroup: null, signature })
}

type Drawn = {
  file: DossierFile
  /** Gives the file's index in its document, from 0. */
  index: number
  /** The earlier revision that had the same file. */
  before: number | undefined
}

function drawFile(drawing: Drawing, round: DossierRound, document: DossierDocument, drawn: Drawn): void {
  const { file, index } = drawn
  const { paper, words, naming } = drawing
  const { say, time } = words
  const { doc } = paper
  const { files, part, validTo } = document
  const name = nameOf(drawing, document)
  const title = files.length > 1 ? say('cases.documents.page', { name, page: index + 1 }) : name
  const type = file.mediaType.replace(/^.*\//, '').toUpperCase()
  const lines = [
    ...(index === 0 && part ? verdictLines(drawing, round, part) : []),
    ...(index > 0 && part ? [say('dossier.document.judgedTogether')] : []),
    ...(index === 0 && validTo ? [say('dossier.document.validTo', { date: naming.dateOf(validTo) })] : []),
    say('dossier.document.uploaded', {
      time: time(file.takenInAt),
      who: naming.who(file.uploadedBy.kind, file.uploadedBy.id, ['qualification.own']),
    }),
    say('dossier.document.file', { type, size: Math.ceil(file.size / 1024), pages: file.pageCount }),
    `SHA-256 ${file.sha256}`,
  ]
  const width = widthOf(paper) - (TEXT_LEFT - MARGIN)
  doc.font('text').fontSize(SIZE.fine)
  const text = lines.reduce((sum, line) => sum + doc.heightOfString(writable(paper, line), { width, lineGap: 1 }), 18)
  keepTogether(paper, Math.max(PICTURE.height, text) + 10)
  const top = doc.y
  drawPicture(drawing, drawn, part?.place ?? null, top)
  doc
    .font('strong')
    .fontSize(SIZE.body)
    .fillColor(INK)
    .text(writable(paper, title), TEXT_LEFT, top, { width, lineGap: 1 })
  for (const [at, line] of lines.entries()) {
    doc
      .font('text')
      .fontSize(SIZE.fine)
      .fillColor(at === 0 && index === 0 ? INK : MUTED)
    doc.text(writable(paper, line), TEXT_LEFT, doc.y, { width, lineGap: 1 })
  }
  doc.x = MARGIN
  doc.y = Math.max(top + PICTURE.height, doc.y) + 10
}

function drawPicture(
  { paper, words, dossier, pictures }: Drawing,
  { file, before }: Drawn,
  place: OutlinedPlace | null,
  top: number,
): void {
  const { doc } = paper
  const { width, height } = PICTURE
  const picture = before === undefined ? pictures.get(file.id) : undefined
  doc.lineWidth(0.5)
  if (picture) {
    doc.image(picture, MARGIN, top, { fit: [width, height], align: 'center', valign: 'center' })
    doc.rect(MARGIN, top, width, height).stroke(LINE)
    if (place?.fileId === file.id && place.page === 0) outline(doc, place, file, top)
    return
  }
  doc.rect(MARGIN, top, width, height).fillAndStroke('#f3f5f4', LINE)
  const { isMasked, withPictures } = dossier.made
  const why = isMasked ? 'masked' : withPictures ? 'gone' : 'withheld'
  const said =
    before === undefined
      ? words.say(`dossier.document.noPicture.${why}`)
      : words.say('dossier.document.sameAs', { revision: before })
  const text = writable(paper, said)
  doc
    .font('text')
    .fontSize(SIZE.fine - 1)
    .fillColor(MUTED)
  const inner = { width: width - 16, align: 'center' as const }
  const tall = doc.heightOfString(text, inner)
  doc.text(text, MARGIN + 8, top + (height - tall) / 2, inner)
}

/** Returns the lines about a part's judgement: the verdict, by whom, when and why. */
function verdictLines(
  { words: { say, time }, naming }: Drawing,
  { decision, revision: round }: DossierRound,
  part: DossierPart,
): string[] {
  const { verdict, carried, reasons, correction, correctionField: field, note, place, isCarried } = part
  const conclusion = say(`cases.rounds.verdicts.${verdict ?? (isCarried ? 'CARRIED' : 'OPEN')}`)
  if (carried) {
    const { revision, reviewer, at } = carried
    return [say('dossier.carried', { revision, who: naming.reviewer(reviewer, revision), time: time(at) })]
  }
  if (!verdict || !decision) return [conclusion]
  const why = reasons.map(({ name }) => naming.said(name)).join(' · ')
  const corrected = correction === 'FIELD' && field ? correctField(field) : correction
  return [
    say('dossier.verdict', {
      verdict: conclusion,
      who: naming.reviewer(decision.reviewer, round),
      time: time(decision.decidedAt),
    }),
    ...(why ? [say('dossier.reasons', { reasons: why })] : []),
    ...(corrected ? [say('dossier.correction', { what: correctionName(say, naming.fieldName, corrected) })] : []),
    ...(note ? [say('dossier.note', { note })] : []),
    ...(place ? [outlinedLine(say, place)] : []),
  ]
}

function outlinedLine(say: Drawing['words']['say'], { page, left, top, right, bottom }: OutlinedPlace): string {
  const percent = (share: number) => String(Math.round(share * 100))
  const edges = { left: percent(left), right: percent(right), top: percent(top), bottom: percent(bottom) }
  return say('dossier.outlined', { page: page + 1, ...edges })
}

/** Draws the place that was outlined over a picture, which lies in the middle of its room. */
function outline(
  doc: Drawing['paper']['doc'],
  { left, top: above, right, bottom }: OutlinedPlace,
  picture: { width: number; height: number },
  top: number,
): void {
  const scale = Math.min(PICTURE.width / picture.width, PICTURE.height / picture.height)
  const [width, height] = [picture.width * scale, picture.height * scale]
  const [x, y] = [MARGIN + (PICTURE.width - width) / 2, top + (PICTURE.height - height) / 2]
  doc.lineWidth(1.2)
  doc.rect(x + left * width, y + above * height, (right - left) * width, (bottom - above) * height).stroke(REFUSED)
  doc.lineWidth(0.5)
}

function correctionName(say: Drawing['words']['say'], fieldName: (key: string) => string, choice: string): string {
  if (choice === CORRECT_PICTURE) return say('review.judge.picture')
  return say('review.judge.field', { name: fieldName(choice.slice(choice.indexOf(':') + 1)) })
}

/** Draws the parts that are not documents: what was declared, and how it was judged. */
function drawParts(drawing: Drawing, round: DossierRound): void {
  const { paper, words, naming } = drawing
  if (round.parts.length === 0) return
  table(
    paper,
    [
      { head: words.both('cases.rounds.columns.part'), share: 1.4 },
      { head: words.both('dossier.columns.conclusion'), share: 3 },
    ],
    round.parts.map((part): Cell[] => [naming.partName(part), verdictLines(drawing, round, part)]),
  )
}
