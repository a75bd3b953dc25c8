import 'server-only'
import { citizenCard } from './fields/cards'
import type { FoundFields } from './fields/found'
import { type Glyph, type Row, rowsOf } from './fields/glyphs'
import { organisationPaper } from './fields/licence'
import { passport } from './fields/passport'
import { permanentResident, travelPermit } from './fields/permits'
import { isInHand } from './in-hand'
import { kindOf, type Seen } from './kinds'
import type { Models } from './ocr/models'
import type { Pixels, Point } from './ocr/pixels'
import { type Page, readLines } from './ocr/read-lines'
import { qrIn } from './qr'
import { qualityOf, qualityWithoutText } from './quality/quality'
import type { ReadField, Reading } from './reading'
import type { Rectangle } from './rectangle'

/** A page of a letter has more lines than this, and a card fewer. By its ID number a letter may be taken for a card. */
const LINES_OF_LETTER = 15
/**
 * Matches the start of the code on our own letters: the number of its layout. The portal checks the rest, with its key.
 */
export const LETTER_CODE = /^ZX\d+ /

/**
 * Reads a decoded picture. Runs in a reader child only.
 *
 * @param letterTitles the titles of the portal's own letters
 */
export async function readPixels(models: Models, picture: Pixels, letterTitles: readonly string[]): Promise<Reading> {
  const best = await readPage(models, picture, letterTitles)
  if (!best) {
    return {
      kind: 'NONE',
      side: null,
      turned: 0,
      faces: null,
      fields: {},
      quality: qualityWithoutText(picture),
      engine: models.engine,
    }
  }
  const { page, rows, seen } = best
  const isOrganisations = seen.kind === 'LICENCE' || seen.kind === 'CERTIFICATE'
  const code = isOrganisations || page.lines.length < LINES_OF_LETTER ? null : await letterCodeIn(picture)
  if (code) {
    const quality = qualityOf(page, picture, { kind: 'LETTER', side: null })
    const turned = quarterOf(page.turn)
    return { kind: 'LETTER', side: null, turned, quality, faces: null, fields: { qr: code }, engine: models.engine }
  }
  const found = fieldsOf(seen, rows, page)
  const fields: Record<string, ReadField> = Object.fromEntries(
    Object.entries(found).map(([key, { value, confidence, glyphs }]) => [
      key,
      { value, confidence: rounded(confidence), rectangle: around(glyphs.flatMap(sidesOf), page, picture) },
    ]),
  )
  if (isOrganisations) {
    const qr = await qrIn(page.upright)
    if (qr) fields.qr = { value: qr.text, confidence: 1, rectangle: around(qr.corners, page, picture) }
  }
  const isHeld = seen.side === 'PORTRAIT' && isInHand(page, picture)
  const { kind, side } = isHeld ? ({ kind: 'IN_HAND', side: null } as const) : seen
  const quality = qualityOf(page, picture, { kind, side })
  return { kind, side, turned: quarterOf(page.turn), quality, faces: null, fields, engine: models.engine }
}

/**
 * Reads the code of one of our letters. It is at the edge of the paper, which `Page` leaves out where there is no text.
 */
async function letterCodeIn(picture: Pixels): Promise<ReadField | null> {
  const qr = await qrIn(picture)
  return qr && LETTER_CODE.test(qr.text)
    ? { value: qr.text, confidence: 1, rectangle: rectangleOf(qr.corners, picture) }
    : null
}

type ReadPage = { page: Page; rows: readonly Row[]; seen: Seen }

/**
 * Reads the page by the direction of most of its text; where that says nothing, by that of the rest: marks may be the
 * most.
 */
async function readPage(models: Models, picture: Pixels, letterTitles: readonly string[]): Promise<ReadPage | null> {
  const known = (page: Page): ReadPage => {
    const rows = rowsOf(page.lines)
    return { page, rows, seen: kindOf(rows, page.lines, letterTitles) }
  }
  const page = await readLines(models, picture)
  if (!page) return null
  const first = known(page)
  if (first.seen.kind !== 'NONE') return first
  const other = await readLines(models, picture, page)
  const second = other && known(other)
  return second && second.seen.kind !== 'NONE' ? second : first
}

function fieldsOf({ kind, side }: Seen, rows: readonly Row[], page: Page): FoundFields {
  switch (kind) {
    case 'RESIDENT_ID':
    case 'HMT_RESIDENCE_PERMIT':
      return citizenCard(rows, side ?? 'PORTRAIT')
    case 'FOREIGN_PERMANENT_RESIDENT_ID':
      return side === 'EMBLEM' ? travelPermit(rows, page.lines, kind) : permanentResident(rows, page.lines)
    case 'HK_MACAO_PERMIT':
    case 'TAIWAN_PERMIT':
      return travelPermit(rows, page.lines, kind)
    case 'PASSPORT':
      return passport(page.lines)
    case 'LICENCE':
    case 'CERTIFICATE':
      return organisationPaper(rows)
    case 'LETTER':
    case 'IN_HAND':
    case 'NONE':
      return {}
  }
}

/** Returns the next quarter of a turn. */
export function quarterOf(degrees: number): Reading['turned'] {
  const quarters = ((Math.round(degrees / 90) % 4) + 4) % 4
  return ([0, 90, 180, 270] as const)[quarters] ?? 0
}

/** Half of a glyph's height is what it takes on each side. */
const sidesOf = ({ x, y, size }: Glyph): Point[] => [
  { x: x - size / 2, y: y - size / 2 },
  { x: x + size / 2, y: y - size / 2 },
  { x: x + size / 2, y: y + size / 2 },
  { x: x - size / 2, y: y + size / 2 },
]

const around = (points: readonly Point[], page: Page, picture: Pixels): Rectangle =>
  rectangleOf(points.map(page.inPicture), picture)

/** Returns the upright rectangle around some points, in shares of the picture. */
export function rectangleOf(placed: readonly Point[], picture: Pixels): Rectangle {
  const share = (values: number[], whole: number) => {
    const [from, to] = [Math.max(0, Math.min(...values)), Math.min(whole, Math.max(...values))]
    return [rounded(from / whole), rounded((to - from) / whole)] as const
  }
  const [x, width] = share(
    placed.map((point) => point.x),
    picture.width,
  )
  const [y, height] = share(
    placed.map((point) => point.y),
    picture.height,
  )
  return { x, y, width, height }
}

const rounded = (value: number) => Math.round(value * 10_000) / 10_000
