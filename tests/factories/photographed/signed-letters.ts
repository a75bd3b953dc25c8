import path from 'node:path'
import sharp from 'sharp'
import type { IssuedPage, MarkKind } from '@/lib/checks/letter/letter-page'
import { LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import { BUILT_IN_LETTERS } from '@/lib/rulebook/letters/built-in'
import { type Letter, letterFor } from '@/lib/rulebook/letters/letter'
import { LETTER_VARIANTS, type LetterVariant } from '@/lib/rulebook/letters/letter-text'
import { type Random, randomFrom } from '@/scripts/demo/specimens/random'
import type { Sheet } from '@/scripts/demo/specimens/scene'
import { organisationFacts, personFacts } from './facts'
import { type Altered, alteredPage } from './forged-letters'
import { fingerprint, HAND_DEFS, handDate, roundSeal, signature } from './hand-marks'
import { LETTER_MAKING, SHARES, SIZES } from './letter-levels'
import type { Level, Spoil } from './levels'
import type { Point } from './perspective'
import { type Handling, photographed } from './photograph'
import { POINT, printed, type Raster } from './printed-letters'

/** Describes what is true of a photograph of a page of a letter. */
export type LetterTruth = {
  readonly level: Level
  readonly variant: LetterVariant
  readonly code: string
  readonly page: number
  readonly pages: number
  readonly altered: Altered | null
  /** Describes what was made by hand on the last page; null for any other page. */
  readonly hands: {
    readonly signed: boolean
    readonly dated: boolean
    readonly mark: MarkKind
    readonly name: string
  } | null
  readonly grey: boolean
  readonly cropped: boolean
  readonly turned: 0 | 90 | 180 | 270
  /** Gives the corners of the paper, in shares of the picture. */
  readonly corners: readonly Point[]
}

export type SignedPage = { readonly truth: LetterTruth; readonly jpeg: Buffer; readonly issued: readonly IssuedPage[] }

const POINTS_OF_MM = 72 / 25.4

/** Draws one photograph of a page of a fresh letter: printed, altered or not, signed, copied, folded. */
export async function signedPage(
  seed: string,
  index: number,
  level: Level,
  spoil: Spoil | null = null,
): Promise<SignedPage> {
  // libvips reads this when it draws the first letter.
  process.env.FONTCONFIG_FILE = path.resolve('tests/factories/photographed/fonts.conf')
  const random = randomFrom(`letter ${seed} ${level} ${spoil} ${index}`)
  const chance = (share: number) => random.between(0, 1) < share
  const variant = LETTER_VARIANTS[index % LETTER_VARIANTS.length] ?? 'INDIVIDUAL'
  const { letter, before, name } = randomLetter(variant, random)
  const [id, olderId] = [randomId(random), randomId(random)]
  const issued = await printed(letter, id)
  const older = await printed(before, olderId)
  const isLast = chance(SHARES.last)
  const place = isLast ? issued.rasters.length - 1 : random.whole(0, Math.max(0, issued.rasters.length - 2))
  const drawn = await alteredPage(letter, id, issued.rasters, place, random)
  const isSigned = place === issued.rasters.length - 1
  const hands = isSigned ? handsOf(variant, name, random, chance) : null
  const grey = chance(SHARES.copiedGrey)
  const isCopied = chance(SHARES.copied)
  let sheet = await sheetOf(drawn.raster, hands?.drawn ?? '')
  if (grey || isCopied) sheet = await copied(sheet, grey, random)
  const turned = chance(SHARES.turned) ? random.pick([90, 180, 270] as const) : 0
  const shot = await photographed(sheet, level, random, spoil, handlingOf(level, random))
  const jpeg =
    turned === 0
      ? shot.jpeg
      : await sharp(shot.jpeg)
          .rotate(360 - turned)
          .jpeg({ quality: 92 })
          .toBuffer()
  const corners = shot.corners.map(({ x, y }) => turnedBack({ x: x / shot.width, y: y / shot.height }, turned))
  const truth: LetterTruth = {
    ...{ level, variant, code: issued.pages[place]?.code ?? '', page: place + 1, pages: issued.rasters.length },
    altered: drawn.altered,
    hands: hands && { signed: hands.signed, dated: hands.dated, mark: hands.mark, name },
    ...{ grey, cropped: spoil === 'cut', turned, corners },
  }
  return { truth, jpeg, issued: [...older.pages, ...issued.pages] }
}

/** Returns where a point is in a picture that must be turned by so many degrees to be upright. */
function turnedBack({ x, y }: Point, turned: LetterTruth['turned']): Point {
  switch (turned) {
    case 0:
      return { x, y }
    case 90:
      return { x: y, y: 1 - x }
    case 180:
      return { x: 1 - x, y: 1 - y }
    case 270:
      return { x: 1 - y, y: x }
  }
}

const randomId = (random: Random) => {
  const hex = Array.from({ length: 32 }, () => random.whole(0, 15).toString(16)).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Returns a letter of nobody, and the same one with another number, as it was issued before. */
function randomLetter(variant: LetterVariant, random: Random): { letter: Letter; before: Letter; name: string } {
  const text = BUILT_IN_LETTERS.at(-1)?.texts.find((each) => each.variant === variant)
  if (!text) throw new Error(`No text ${variant}`)
  const [person, organisation, principal] = [
    personFacts(random, false),
    organisationFacts(random, false),
    organisationFacts(random, false),
  ]
  const signatures = Array.from({ length: random.whole(1, 4) }, () => organisationFacts(random, false).name.slice(0, 6))
  const reference = `ZX-2026${random.whole(1000, 1299)}-${random.whole(100000, 999999)}`
  const ofPerson = { name: person.name, idType: 'RESIDENT_ID', idNumber: person.idNumber }
  const ofOrganisation = {
    ...{ organisation: organisation.name, code: organisation.code, legalRep: organisation.legalRep },
    ...{ administrator: person.name, administratorIdType: 'RESIDENT_ID', administratorIdNumber: person.idNumber },
    ...{ principal: principal.name, principalCode: principal.code, principalLegalRep: principal.legalRep },
    ...{ authorisedSignatures: signatures, authorisedFrom: '2026-12-01', authorisedTo: '2027-11-30' },
  }
  const particulars = { ...(variant === 'INDIVIDUAL' ? ofPerson : ofOrganisation), signatures, reference }
  const platform = '样本云通信（北京）科技有限公司'
  const other = personFacts(random, false).idNumber
  const changed =
    variant === 'INDIVIDUAL' ? { idNumber: other } : { administratorIdNumber: other, legalRep: person.name }
  const name = variant === 'AUTHORISATION' ? principal.name : organisation.name
  return {
    letter: letterFor({ text, particulars, platform }),
    before: letterFor({ text, particulars: { ...particulars, ...changed }, platform }),
    name,
  }
}

function handsOf(variant: LetterVariant, name: string, random: Random, chance: (share: number) => boolean) {
  const [sign, mark, date] = LETTER_LAYOUT.hands
  const signed = !chance(SHARES.unsigned)
  const dated = !chance(SHARES.undated)
  const asked: MarkKind = variant === 'ORGANISATION' || variant === 'AUTHORISATION' ? 'seal' : 'thumbprint'
  const other: MarkKind = asked === 'seal' ? 'thumbprint' : 'seal'
  const kind: MarkKind = chance(SHARES.unmarked) ? 'none' : chance(SHARES.otherMark) ? other : asked
  const [x, y] = [mark.x + mark.width / 2 + random.between(-14, 14), mark.y + mark.height / 2 + random.between(-10, 10)]
  const mm = ([from, to]: readonly [number, number]) => random.between(from, to) * POINTS_OF_MM
  const person = personFacts(random, false).name
  const drawn = [
    signed ? signature(sign.x + random.between(14, 34), sign.y + random.between(78, 98), person, random) : '',
    dated ? handDate(date.x, date.y, random) : '',
    kind === 'seal' ? roundSeal(x, y, mm(SIZES.seal) / 2, name, random) : '',
    kind === 'thumbprint' ? fingerprint(x, y, mm(SIZES.fingerWidth), mm(SIZES.fingerHeight), random) : '',
  ]
  return { signed, dated, mark: kind, drawn: drawn.join('') }
}

/** Returns a printed page with what was made by hand on it. */
async function sheetOf({ data, width, height }: Raster, hands: string): Promise<Sheet> {
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer()
  const picture = `data:image/png;base64,${png.toString('base64')}`
  const body = `<image width="${width}" height="${height}" href="${picture}"/><g transform="scale(${POINT})">${hands}</g>`
  return { width, height, radius: 0, defs: HAND_DEFS, body }
}

/** Copies a sheet by a machine: harder and softer at once, with the specks of its glass. */
async function copied({ width, height, defs, body }: Sheet, isGrey: boolean, random: Random): Promise<Sheet> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Noto Sans SC"><defs>${defs}</defs>${body}</svg>`
  const specks = Array.from({ length: random.whole(5, 25) }, () => {
    const [x, y, r] = [random.between(0, width), random.between(0, height), random.between(0.8, 2)]
    return `<circle cx="${x}" cy="${y}" r="${r}" fill="#777"/>`
  })
  const over = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${specks.join('')}</svg>`
  const first = await sharp(Buffer.from(svg))
    .flatten({ background: 'white' })
    .composite([{ input: Buffer.from(over) }])
    .png()
    .toBuffer()
  const soft = sharp(first).removeAlpha().blur(random.between(0.7, 1.1))
  const gain = random.between(1.05, 1.25)
  const png = await (isGrey ? soft.greyscale() : soft).linear(gain, -12).png({ compressionLevel: 1 }).toBuffer()
  const picture = `data:image/png;base64,${png.toString('base64')}`
  return { width, height, radius: 0, defs: '', body: `<image width="${width}" height="${height}" href="${picture}"/>` }
}

function handlingOf(level: Level, random: Random): Handling {
  const { folded, bend, light, tint } = LETTER_MAKING[level]
  const fold = {
    isAcross: random.between(0, 1) < 0.7,
    at: random.between(0.3, 0.7),
    shorter: random.between(-bend, bend),
    aside: random.between(-bend, bend) / 2,
    light: random.between(light, 1),
  }
  const isFolded = random.between(0, 1) < folded
  const colour = () => random.between(tint, 1)
  return { fold: isFolded ? fold : null, tint: [colour(), colour(), colour()] }
}
