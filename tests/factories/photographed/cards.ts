import { bust, lookOf } from '@/scripts/demo/specimens/figure'
import { passportPage } from '@/scripts/demo/specimens/passport'
import type { Random } from '@/scripts/demo/specimens/random'
import type { Sheet } from '@/scripts/demo/specimens/scene'
import { evenly, guilloche, linesOf, rosette, text } from '@/scripts/demo/specimens/svg'
import { chinese, type PersonFacts } from './facts'

const WIDTH = 1000
const HEIGHT = 630
export const LABEL = '#3f7f9c'

/** Describes what differs from one printer to the next. */
export type Print = {
  readonly ink: string
  readonly family: string
  readonly weight: number
  readonly dx: number
  readonly dy: number
}

export function printOf(random: Random, families: readonly string[]): Print {
  return {
    ink: random.pick(['#1d1d1f', '#26262a', '#33302e']),
    family: random.pick(families),
    weight: random.pick([400, 500]),
    dx: random.between(-5, 5),
    dy: random.between(-4, 4),
  }
}

/** A card has the layout of a resident's, rosettes where that has an emblem, and the word for a specimen. */
export function card(body: string, { family, dx, dy }: Print, paper: readonly [string, string]): Sheet {
  return {
    ...{ width: WIDTH, height: HEIGHT, radius: 38 },
    defs: `<linearGradient id="paper" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${paper[0]}"/><stop offset="1" stop-color="${paper[1]}"/></linearGradient>`,
    body: `<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#paper)"/>${guilloche(WIDTH, HEIGHT, '#7fb0b8', 10)}
      <g font-family="${family}" transform="translate(${dx} ${dy})">${body}</g>`,
  }
}

/** Draws the side with the portrait. A residence permit has the same layout, without a people. */
export function residentPortrait(facts: PersonFacts, print: Print, hasPeople = true): Sheet {
  const [year, month, day] = chinese(facts.birthDate)
  const { ink: fill, weight } = print
  const label = (x: number, y: number, words: string) => text(x, y, words, { size: 27, fill: LABEL })
  const value = (x: number, y: number, words: string, size = 34) => text(x, y, words, { size, fill, weight })
  const address = linesOf(facts.address, 11).map((line, i) => value(176, 222 + i * 42, line, 32))
  const photo = `<svg x="640" y="90" width="270" height="338" viewBox="0 0 400 500"><rect width="400" height="500" fill="#f1f3f5"/>${bust(lookOf(facts.name, facts.isFemale))}</svg>`
  return card(
    `${photo}
    ${label(70, 117, '姓 名')}${value(176, 118, facts.name, 40)}
    ${label(70, 192 - 19, '')}
    ${rows(facts, label, value, hasPeople)}
    ${label(70, 272 - 2, '出 生')}${value(176, 272, `${year}`)}${label(262, 270, '年')}${value(298, 272, `${month}`)}${label(346, 270, '月')}${value(384, 272, `${day}`)}${label(434, 270, '日')}
    ${label(70, 350, '住 址')}<g transform="translate(0 128)">${address.join('')}</g>
    ${label(70, 568, '公民身份号码')}${evenly(348, 572, facts.idNumber, 32.8, { size: 38, fill, weight: 500 })}
    ${text(880, 612, '样本', { size: 18, fill: LABEL, anchor: 'end' })}`,
    print,
    ['#e2f0f2', '#f6ece4'],
  )
}

type Draw = (x: number, y: number, words: string, size?: number) => string

const rows = (facts: PersonFacts, label: Draw, value: Draw, hasPeople: boolean) =>
  `${label(70, 192, '性 别')}${value(176, 194, facts.isFemale ? '女' : '男')}${hasPeople ? `${label(270, 192, '民 族')}${value(376, 194, facts.people)}` : ''}`

export const dotted = (date: string) => (date === 'LONG_TERM' ? '长期' : date.replaceAll('-', '.'))

export function residentEmblem(facts: PersonFacts, print: Print): Sheet {
  const { ink: fill, weight } = print
  return card(
    `${rosette(160, 150, 92, '#c0392b', 16)}
    ${text(600, 150, '中华人民共和国', { size: 56, fill: '#222', anchor: 'middle', weight: 600, spacing: 10 })}
    ${text(600, 250, '居 民 身 份 证', { size: 72, fill: '#222', anchor: 'middle', weight: 700, spacing: 12 })}
    ${text(382, 470, '签发机关', { size: 28, fill: '#222', anchor: 'end', weight: 600 })}${text(410, 471, facts.authority, { size: 33, fill, weight })}
    ${text(382, 548, '有效期限', { size: 28, fill: '#222', anchor: 'end', weight: 600 })}${text(410, 549, `${dotted(facts.validFrom)}-${dotted(facts.validTo)}`, { size: 33, fill, weight })}
    ${text(930, 612, '样本', { size: 18, fill: LABEL, anchor: 'end' })}`,
    print,
    ['#eaf1f0', '#f3e6ea'],
  )
}

export function passportOf(facts: PersonFacts): Sheet {
  return passportPage({
    name: latin(facts),
    idType: 'PASSPORT',
    idNumber: facts.passport,
    birthDate: facts.birthDate,
    validFrom: dotted(facts.validFrom),
    validTo: dotted(passportEnd(facts)),
    isFemale: facts.isFemale,
    look: lookOf(facts.name, facts.isFemale),
  })
}

const FIRST = ['ANNA', 'JOHN', 'MARIA', 'PETER', 'LUCIA', 'HENRY', 'SOPHIE', 'KARL'] as const
const LAST = ['SAMPLE', 'ERIKSSON', 'MUSTER', 'EXAMPLE', 'UTOPIAN', 'SPECIMEN'] as const

/** Names on passports of Utopia are Latin, and chosen by the Chinese one. */
export function latin({ idNumber }: PersonFacts): string {
  return `${FIRST[Number(idNumber[14]) % FIRST.length]} ${LAST[Number(idNumber[15]) % LAST.length]}`
}

export const passportEnd = ({ validFrom }: PersonFacts) => `${Number(validFrom.slice(0, 4)) + 10}${validFrom.slice(4)}`
