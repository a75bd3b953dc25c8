import { permanentResidentNumber, residencePermitNumber, taiwanPermitNumber } from '@/scripts/demo/numbers'
import { bust, lookOf } from '@/scripts/demo/specimens/figure'
import { checkDigit } from '@/scripts/demo/specimens/passport'
import type { Sheet } from '@/scripts/demo/specimens/scene'
import { evenly, rosette, text } from '@/scripts/demo/specimens/svg'
import { card, dotted, LABEL, latin, type Print, residentPortrait } from './cards'
import type { PersonFacts } from './facts'

export const PERMIT_PAPERS = [
  'residence-portrait',
  'residence-emblem',
  'permit',
  'permit-back',
  'taiwan-permit',
  'taiwan-permit-back',
  'permanent-resident',
  'permanent-resident-back',
] as const
export type PermitPaper = (typeof PERMIT_PAPERS)[number]

type PermitKind = 'HMT_RESIDENCE_PERMIT' | 'HK_MACAO_PERMIT' | 'TAIWAN_PERMIT' | 'FOREIGN_PERMANENT_RESIDENT_ID'
type DrawnPermit = {
  readonly kind: PermitKind
  readonly side: 'PORTRAIT' | 'EMBLEM'
  readonly fields: Readonly<Record<string, string>>
  readonly sheet: Sheet
}

type Facts = PersonFacts & { readonly sex: string }

/**
 * Says what is printed on permits, from what is known of a person: nothing is drawn by chance here, so that other
 * papers of a seed stay as they are. Travel permits are valid to the day before, residence permits for 5 years to the
 * day.
 */
function factsOf(person: PersonFacts, isTravel: boolean): Facts {
  const years = isTravel && Number(person.idNumber[16]) % 2 === 1 ? 10 : 5
  const end = new Date(`${Number(person.validFrom.slice(0, 4)) + years}${person.validFrom.slice(4)}T00:00:00Z`)
  if (isTravel) end.setUTCDate(end.getUTCDate() - 1)
  return { ...person, sex: person.isFemale ? '女' : '男', validTo: end.toISOString().slice(0, 10) }
}

export function drawnPermit(paper: PermitPaper, person: PersonFacts, print: Print): DrawnPermit {
  const serial = Number(person.idNumber.slice(14, 17))
  const travel = factsOf(person, true)
  const { name, birthDate, sex, validFrom, validTo } = travel
  const dates = { birthDate, validFrom, validTo }
  switch (paper) {
    case 'residence-portrait': {
      const region = ([81, 82, 83] as const)[serial % 3] ?? 81
      const facts = { ...person, idNumber: residencePermitNumber(region, birthDate, serial) }
      return {
        ...{ kind: 'HMT_RESIDENCE_PERMIT', side: 'PORTRAIT' },
        fields: { name, idNumber: facts.idNumber, birthDate, address: person.address, sex },
        sheet: residentPortrait(facts, print, false),
      }
    }
    case 'residence-emblem': {
      const { validTo: end } = factsOf(person, false)
      return {
        ...{ kind: 'HMT_RESIDENCE_PERMIT', side: 'EMBLEM' },
        fields: { authority: person.authority, validFrom, validTo: end },
        sheet: residenceEmblem({ ...person, validTo: end }, print),
      }
    }
    case 'permit':
      return {
        ...{ kind: 'HK_MACAO_PERMIT', side: 'PORTRAIT' },
        fields: { name, idNumber: person.permit, sex, authority: OFFICE, ...dates },
        sheet: front('港澳居民来往内地通行证', travel, name, person.permit, print, ['#e4ecf6', '#eef3ea']),
      }
    case 'permit-back':
      return back('HK_MACAO_PERMIT', '港澳居民来往内地通行证', 'CR', person.permit, travel, print)
    case 'taiwan-permit': {
      const idNumber = taiwanPermitNumber(serial)
      return {
        ...{ kind: 'TAIWAN_PERMIT', side: 'PORTRAIT' },
        fields: { name, idNumber, sex, authority: OFFICE, ...dates },
        sheet: beside('台湾居民来往大陆通行证', travel, name, idNumber, print),
      }
    }
    case 'taiwan-permit-back':
      return back('TAIWAN_PERMIT', '台湾居民来往大陆通行证', 'CT', taiwanPermitNumber(serial), travel, print)
    case 'permanent-resident': {
      // Cards before 2023 have a number of 15 characters: a country that is none, an area, the date of birth.
      const old = `UTO9999${birthDate.replaceAll('-', '').slice(2)}${`${serial}`.slice(-2).padStart(2, '0')}`
      const idNumber = serial % 2 === 0 ? old : permanentResidentNumber(birthDate, serial)
      return {
        ...{ kind: 'FOREIGN_PERMANENT_RESIDENT_ID', side: 'PORTRAIT' },
        fields: { name: latin(person), idNumber, sex, authority: BUREAU, ...dates },
        sheet: front('外国人永久居留身份证', travel, latin(person), idNumber, print, ['#f5eedc', '#e7eef5']),
      }
    }
    case 'permanent-resident-back':
      return back('FOREIGN_PERMANENT_RESIDENT_ID', '外国人永久居留身份证', 'C<', `UTO${serial}`, travel, print)
  }
}

const OFFICE = '样本出入境管理局'
const BUREAU = '样本移民管理局'

const photo = ({ name, isFemale }: Facts, x: number) =>
  `<svg x="${x}" y="150" width="250" height="312" viewBox="0 0 400 500"><rect width="400" height="500" fill="#f1f3f5"/>${bust(lookOf(name, isFemale))}</svg>`

/** Draws values below their labels. */
function front(
  title: string,
  facts: Facts,
  name: string,
  number: string,
  print: Print,
  paper: readonly [string, string],
): Sheet {
  const { ink: fill, weight } = print
  const cell = (x: number, y: number, label: string, value: string) =>
    text(x, y, label, { size: 22, fill: LABEL }) + text(x, y + 42, value, { size: 34, fill, weight })
  const authority = title.startsWith('外国人') ? BUREAU : OFFICE
  return card(
    `${rosette(90, 80, 42, '#2f5f96')}${text(150, 96, title, { size: 44, fill: '#2f5f96', weight: 700, spacing: 4 })}
    ${photo(facts, 70)}
    ${cell(370, 170, '姓名', name)}${cell(370, 262, '出生日期', dotted(facts.birthDate))}${cell(700, 262, '性别', facts.sex)}
    ${cell(370, 354, '有效期限', `${dotted(facts.validFrom)}-${dotted(facts.validTo)}`)}${cell(370, 446, '签发机关', authority)}
    ${text(70, 560, '证件号码', { size: 22, fill: LABEL })}${text(200, 564, number, { size: 44, fill, weight: 600, spacing: 5 })}`,
    print,
    paper,
  )
}

/** Draws values next to their labels, and the portrait on the right. */
function beside(title: string, facts: Facts, name: string, number: string, print: Print): Sheet {
  const { ink: fill, weight } = print
  const row = (y: number, label: string, value: string) =>
    text(70, y, label, { size: 24, fill: LABEL }) + text(200, y + 2, value, { size: 34, fill, weight })
  return card(
    `${text(70, 96, title, { size: 44, fill: '#2f7a4c', weight: 700, spacing: 4 })}
    ${row(180, '姓名', name)}${row(248, '出生日期', dotted(facts.birthDate))}${row(316, '性别', facts.sex)}
    ${row(384, '有效期限', `${dotted(facts.validFrom)}-${dotted(facts.validTo)}`)}${row(452, '签发机关', OFFICE)}
    ${photo(facts, 690)}
    ${text(70, 560, '证件号码', { size: 24, fill: LABEL })}${text(200, 564, number, { size: 44, fill, weight: 600, spacing: 5 })}`,
    print,
    ['#e6f2e6', '#f3f0df'],
  )
}

function residenceEmblem(facts: PersonFacts, print: Print): Sheet {
  const { ink: fill, weight } = print
  const row = (y: number, label: string, value: string) =>
    text(382, y, label, { size: 28, fill: '#222', anchor: 'end', weight: 600 }) +
    text(410, y + 1, value, { size: 33, fill, weight })
  return card(
    `${rosette(160, 150, 92, '#2c7386', 16)}
    ${text(600, 150, '中华人民共和国', { size: 56, fill: '#222', anchor: 'middle', weight: 600, spacing: 10 })}
    ${text(600, 250, '港澳台居民居住证', { size: 62, fill: '#222', anchor: 'middle', weight: 700, spacing: 8 })}
    ${row(400, '通行证号码', facts.permit)}${row(470, '签发机关', facts.authority)}
    ${row(548, '有效期限', `${dotted(facts.validFrom)}-${dotted(facts.validTo)}`)}`,
    print,
    ['#e2f1f3', '#eceaf5'],
  )
}

/** Draws the other side of a permit: a title, and a zone of three lines by Doc 9303-5. */
function back(kind: PermitKind, title: string, code: string, number: string, facts: Facts, print: Print): DrawnPermit {
  const short = (date: string) => date.replace(/\D/g, '').slice(2)
  const checked = (field: string) => `${field}${checkDigit(field)}`
  const [own, birth, end] = [
    checked(number.padEnd(9, '<')),
    checked(short(facts.birthDate)),
    checked(short(facts.validTo)),
  ]
  const first = `${code}CHN${own}`.padEnd(30, '<')
  const middle = `${birth}${facts.isFemale ? 'F' : 'M'}${end}CHN`.padEnd(29, '<')
  const sum = checkDigit(first.slice(5) + birth + end + middle.slice(18))
  const [given = '', family = ''] = latin(facts).split(' ')
  const zone = [first, `${middle}${sum}`, `${family}<<${given}`.padEnd(30, '<')]
  const isOfPermit = kind !== 'FOREIGN_PERMANENT_RESIDENT_ID'
  return {
    ...{ kind, side: 'EMBLEM' },
    fields: { ...(isOfPermit ? { idNumber: number } : {}), birthDate: facts.birthDate, validTo: facts.validTo },
    sheet: card(
      `${rosette(110, 120, 56, '#2f5f96')}${text(200, 110, '中华人民共和国', { size: 34, fill: '#222', weight: 600, spacing: 6 })}
      ${text(200, 172, title, { size: 44, fill: '#222', weight: 700, spacing: 4 })}
      ${text(70, 300, '样本：此卡为测试而画，不是任何人的证件', { size: 24, fill: LABEL })}
      <rect y="400" width="1000" height="230" fill="#ffffffb0"/>
      ${zone.map((line, i) => evenly(66, 460 + i * 62, line, 29.8, { size: 36, weight: 500 })).join('')}`,
      print,
      ['#eef2f4', '#f2efe6'],
    ),
  }
}
