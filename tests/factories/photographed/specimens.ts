import path from 'node:path'
import sharp from 'sharp'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { lookOf } from '@/scripts/demo/specimens/figure'
import { inHand } from '@/scripts/demo/specimens/in-hand'
import { type Random, randomFrom } from '@/scripts/demo/specimens/random'
import type { Sheet } from '@/scripts/demo/specimens/scene'
import { latin, type Print, passportEnd, passportOf, printOf, residentEmblem, residentPortrait } from './cards'
import { organisationFacts, personFacts } from './facts'
import { LEVELS, type Level, SPOILS, type Spoil } from './levels'
import { authorisation, letter, licence, otherPaper, qrText } from './papers'
import { drawnPermit, PERMIT_PAPERS, type PermitPaper } from './permits'
import { photograph } from './photograph'

/** Lists all papers that are drawn. */
export const PAPERS = [
  'portrait',
  'emblem',
  'licence',
  'certificate',
  'passport',
  'letter',
  'authorisation',
  'in-hand',
  'other',
  'blank',
  ...PERMIT_PAPERS,
] as const
export type Paper = (typeof PAPERS)[number]

const isPermit = (paper: Paper): paper is PermitPaper => PERMIT_PAPERS.some((one) => one === paper)

/** Describes what is true of a picture: a line of `truth.json`. */
export type Truth = {
  readonly file: string
  /** Names the set that it was drawn with. */
  readonly seed: string
  readonly level: Level
  /** Names the document that was requested. */
  readonly expected: DocumentKind
  readonly kind: string
  readonly side: 'PORTRAIT' | 'EMBLEM' | null
  readonly turned: 0 | 90 | 180 | 270
  readonly spoiled: Spoil | null
  /** Says whether a name has a character that the models do not know. */
  readonly rare: boolean
  readonly fields: Readonly<Record<string, string>>
}

/** Lists Chinese typefaces: ours is always there, the others where the machine has them. */
const SANS = ['Noto Sans SC', 'Noto Sans CJK SC']
const ALL = [...SANS, 'Noto Serif CJK SC']

type Drawn = Pick<Truth, 'expected' | 'kind' | 'side' | 'fields'> & { readonly sheet: Sheet }

export function drawn(paper: Paper, random: Random, rare: boolean): Drawn {
  const person = personFacts(random, rare)
  const organisation = organisationFacts(random, rare)
  const print = (families: readonly string[]): Print => printOf(random, families)
  const { name, idNumber, birthDate, address, authority, validFrom, validTo } = person
  const { code, legalRep, foundedOn } = organisation
  const card = { kind: 'RESIDENT_ID', side: 'PORTRAIT' } as const
  const sex = person.isFemale ? '女' : '男'
  if (isPermit(paper)) {
    const permit = drawnPermit(paper, person, print(SANS))
    return { ...permit, expected: permit.side === 'PORTRAIT' ? 'ID_PORTRAIT' : 'ID_EMBLEM' }
  }
  const onLicence = { name: organisation.name, code, legalRep, foundedOn, address: organisation.address }
  switch (paper) {
    case 'portrait':
      return {
        ...card,
        expected: 'ID_PORTRAIT',
        fields: { name, idNumber, birthDate, address, sex },
        sheet: residentPortrait(person, print(SANS)),
      }
    case 'emblem':
      return {
        ...card,
        side: 'EMBLEM',
        expected: 'ID_EMBLEM',
        fields: { authority, validFrom, validTo },
        sheet: residentEmblem(person, print(ALL)),
      }
    case 'licence':
      return {
        kind: 'LICENCE',
        side: null,
        expected: 'LICENCE',
        fields: { ...onLicence, type: organisation.type, qr: qrText(code) },
        sheet: licence(organisation, print(ALL), random, '营业执照'),
      }
    case 'certificate':
      return {
        kind: 'CERTIFICATE',
        side: null,
        expected: 'LICENCE',
        fields: { ...onLicence, qr: qrText(code) },
        sheet: licence(organisation, print(ALL), random, '事业单位法人证书'),
      }
    case 'passport':
      return {
        kind: 'PASSPORT',
        side: 'PORTRAIT',
        expected: 'ID_PORTRAIT',
        fields: {
          idNumber: person.passport,
          birthDate,
          name: latin(person).split(' ').reverse().join(' '),
          validTo: passportEnd(person),
        },
        sheet: passportOf(person),
      }
    case 'letter':
      return { kind: 'LETTER', side: null, expected: 'COMMITMENT_LETTER', fields: {}, sheet: letter(organisation) }
    case 'authorisation':
      return {
        kind: 'LETTER',
        side: null,
        expected: 'AUTHORISATION_LETTER',
        fields: {},
        sheet: authorisation(organisation),
      }
    case 'in-hand':
      return {
        kind: 'IN_HAND',
        side: null,
        expected: 'ID_IN_HAND',
        fields: { name, idNumber },
        sheet: inHand(lookOf(name, person.isFemale), residentPortrait(person, print(SANS)), idNumber),
      }
    case 'other':
    case 'blank':
      return {
        kind: 'NONE',
        side: null,
        expected: 'SUPPORTING',
        fields: {},
        sheet: otherPaper(random, paper === 'blank'),
      }
  }
}

/**
 * Lists each kind of paper as often as it is drawn, of twenty-eight. The first twenty are as they were before there
 * were more permits.
 */
const MIX: readonly Paper[] = [
  ...Array<Paper>(6).fill('portrait'),
  ...Array<Paper>(4).fill('emblem'),
  ...Array<Paper>(4).fill('licence'),
  ...(['in-hand', 'certificate', 'permit', 'passport', 'letter', 'other'] as const),
  ...PERMIT_PAPERS.filter((paper) => paper !== 'permit'),
  'authorisation',
]

/** Draws one picture of a set: good, or spoiled in one way. A twelfth of the names has a rare character. */
export async function specimenOf(
  seed: string,
  index: number,
  level: Level,
  spoil: Spoil | null,
  papers: readonly Paper[] = MIX,
): Promise<{ truth: Omit<Truth, 'file'>; jpeg: Buffer }> {
  // libvips reads this when it draws the first letter.
  process.env.FONTCONFIG_FILE = path.resolve('tests/factories/photographed/fonts.conf')
  const random = randomFrom(`${seed} ${level} ${spoil} ${index}`)
  const rare = spoil === null && random.between(0, 1) < 1 / 12
  const paper = paperFor(index, level, spoil, papers)
  const { sheet, ...facts } = drawn(paper, random, rare)
  const jpeg = await photograph(sheet, level, random, spoil)
  const turned = turnOf(spoil, index)
  const picture =
    turned === 0
      ? jpeg
      : await sharp(jpeg)
          .rotate((360 - turned) % 360)
          .jpeg({ quality: 88 })
          .toBuffer()
  return {
    truth: { ...facts, seed, level, turned, spoiled: spoil, rare, expected: expectedFor(paper, facts.expected, spoil) },
    jpeg: picture,
  }
}

const SPOILED: readonly Paper[] = ['portrait', 'emblem', 'licence']

/** Only a card has two sides, and nobody lays a person on a scanner. */
function paperFor(index: number, level: Level, spoil: Spoil | null, good: readonly Paper[]): Paper {
  const of = (papers: readonly Paper[]) => papers[index % papers.length] ?? 'portrait'
  if (spoil === 'wrong-side') return of(['portrait', 'emblem'])
  if (spoil) return of(SPOILED)
  return of(good) === 'in-hand' && level === 'scan' ? 'portrait' : of(good)
}

/**
 * Returns the degrees that a picture is turned by: good ones lie straight; those that were turned lie in each of the
 * three other ways.
 */
const turnOf = (spoil: Spoil | null, index: number) =>
  spoil === 'upside-down' ? (([180, 90, 270] as const)[index % 3] ?? 180) : 0

function expectedFor(paper: Paper, usual: DocumentKind, spoil: Spoil | null): DocumentKind {
  if (spoil === 'wrong-side') return paper === 'emblem' ? 'ID_PORTRAIT' : 'ID_EMBLEM'
  if (spoil === 'wrong-kind') return paper === 'licence' ? 'ID_PORTRAIT' : 'LICENCE'
  return usual
}

/** Lists all pictures of a set: so many good ones a level, and spoiled ones at the level of a phone. */
export function* plan(good: number, spoiled: number): Generator<{ level: Level; spoil: Spoil | null; index: number }> {
  for (const level of LEVELS) for (let index = 0; index < good; index++) yield { level, spoil: null, index }
  for (const spoil of SPOILS) for (let index = 0; index < spoiled; index++) yield { level: 'phone', spoil, index }
}
