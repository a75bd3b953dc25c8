import path from 'node:path'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { lookOf } from '@/scripts/demo/specimens/figure'
import { inHand } from '@/scripts/demo/specimens/in-hand'
import { randomFrom } from '@/scripts/demo/specimens/random'
import { type Print, printOf, residentEmblem, residentPortrait } from './cards'
import { organisationFacts, personFacts } from './facts'
import { licence } from './papers'
import { photograph } from './photograph'

/**
 * Returns clear pictures of the papers of one person, and of an organisation that they represent, with what is printed
 * on them.
 */
export async function papersOfOne(seed: string) {
  // libvips reads this when it draws the first letter.
  process.env.FONTCONFIG_FILE = path.resolve('tests/factories/photographed/fonts.conf')
  const random = randomFrom(seed)
  const person = { ...personFacts(random, false), validFrom: '2020-06-01', validTo: 'LONG_TERM' }
  const organisation = { ...organisationFacts(random, false), legalRep: person.name }
  const print = (): Print => printOf(random, ['Noto Sans SC', 'Noto Sans CJK SC'])
  const portrait = residentPortrait(person, print())
  const sheets = {
    portrait,
    emblem: residentEmblem(person, print()),
    inHand: inHand(lookOf(person.name, person.isFemale), portrait, person.idNumber),
    licence: licence(organisation, print(), random, '营业执照'),
  }
  const draw = async (sheet: keyof typeof sheets) => photograph(sheets[sheet], 'scan', random, null)
  const [front, back, held, certificate] = [
    await draw('portrait'),
    await draw('emblem'),
    await draw('inHand'),
    await draw('licence'),
  ]
  const pictures: Partial<Record<DocumentKind, Buffer>> = {
    ...{ ID_PORTRAIT: front, ID_EMBLEM: back, ID_IN_HAND: held },
    ...{ LEGAL_REP_ID_PORTRAIT: front, LEGAL_REP_ID_EMBLEM: back, ADMIN_ID_IN_HAND: held, LICENCE: certificate },
  }
  return { person, organisation, pictures }
}
