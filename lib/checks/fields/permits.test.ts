import { describe, expect, it } from 'vitest'
import { kindOf } from '../kinds'
import type { Line } from '../ocr/read-lines'
import { printed } from '../testing/printed'
import type { FoundFields } from './found'
import { rowsOf } from './glyphs'
import { isUsualForPermit, type Permit, permanentResident, travelPermit } from './permits'

const YEAR = 2026
const values = (fields: FoundFields) =>
  Object.fromEntries(Object.entries(fields).map(([key, { value }]) => [key, value]))
const read = (lines: Line[], permit: Permit) => travelPermit(rowsOf(lines), lines, permit, YEAR)
const kind = (lines: Line[]) => kindOf(rowsOf(lines), lines)

/** A card prints its values below their labels. */
const below = (title: string, name: string, number: string, validity = '2011.03.18-2021.03.17'): Line[] => [
  printed(title, 150, 96, 44),
  printed('姓名', 370, 170, 24),
  printed(name, 370, 212, 34),
  printed('出生日期', 370, 262, 24),
  printed('性别', 700, 262, 24),
  printed('1952.10.08', 370, 304, 30),
  printed('女', 700, 304, 30),
  printed('有效期限', 370, 354, 24),
  printed(validity, 370, 396, 26),
  printed('签发机关', 370, 446, 24),
  printed('样本出入境管理局', 370, 488, 30),
  printed('证件号码', 70, 560, 24),
  printed(number, 200, 564, 44),
]
const DATES = { birthDate: '1952-10-08', validFrom: '2011-03-18', validTo: '2021-03-17' }

describe('a travel permit', () => {
  it('of a resident of Hong Kong or Macao is read', () => {
    const lines = below('港澳居民来往内地通行证', '何安', 'H99994893')
    expect(kind(lines)).toEqual({ kind: 'HK_MACAO_PERMIT', side: 'PORTRAIT' })
    const fields = { name: '何安', sex: '女', idNumber: 'H99994893', authority: '样本出入境管理局', ...DATES }
    expect(values(read(lines, 'HK_MACAO_PERMIT'))).toEqual(fields)
  })

  it('of a resident of Taiwan is read, with values next to their labels', () => {
    const lines = [
      printed('台湾居民来往大陆通行证', 70, 96, 44),
      printed('姓名何安', 70, 180, 30),
      printed('出生日期1952.10.08', 70, 248, 30),
      printed('性别女', 70, 316, 30),
      printed('有效期限2011.03.18-2021.03.17', 70, 384, 30),
      printed('签发机关样本出入境管理局', 70, 452, 30),
      printed('证件号码99990021', 70, 560, 40),
    ]
    expect(kind(lines)).toEqual({ kind: 'TAIWAN_PERMIT', side: 'PORTRAIT' })
    expect(values(read(lines, 'TAIWAN_PERMIT'))).toEqual({
      ...{ name: '何安', sex: '女', idNumber: '99990021', authority: '样本出入境管理局', ...DATES },
    })
  })

  it('is known by its number where the title can’t be read', () => {
    expect(kind(below('口口口口', '何安', 'M99994893')).kind).toBe('HK_MACAO_PERMIT')
    expect(kind(below('口口口口', '何安', '99994893')).kind).toBe('TAIWAN_PERMIT')
    expect(kind(below('口口口口', '何安', 'UTO999952100812')).kind).toBe('FOREIGN_PERMANENT_RESIDENT_ID')
  })

  it.each([
    ['H999O4893', 'HK_MACAO_PERMIT', 'H99904893'],
    ['H9999489301', 'HK_MACAO_PERMIT', 'H99994893'],
    ['X99994893', 'HK_MACAO_PERMIT', undefined],
    ['9999489', 'TAIWAN_PERMIT', undefined],
    ['999948930', 'TAIWAN_PERMIT', undefined],
    ['9999lB93', 'TAIWAN_PERMIT', '99991893'],
  ] as const)('%s as the number of a %s is %s', (number, permit, expected) => {
    expect(read(below('通行证', '何安', number), permit).idNumber?.value).toBe(expected)
  })

  it('of a validity that no permit has is doubted', () => {
    const fields = read(
      below('港澳居民来往内地通行证', '何安', 'H99994893', '2011.03.18-2024.03.17'),
      'HK_MACAO_PERMIT',
    )
    expect([fields.validFrom?.confidence, fields.validTo?.confidence]).toEqual([0.5, 0.5])
    const is = (from: string, to: string) => isUsualForPermit({ value: from, glyphs: [] }, { value: to, glyphs: [] })
    expect([is('2011-03-18', '2016-03-18'), is('2012-03-01', '2022-02-28')]).toEqual([true, true])
    expect([is('2011-03-18', '2021-03-19'), is('2011-03-18', 'LONG_TERM')]).toEqual([false, false])
  })
})

/** Holds a zone by ICAO Doc 9303-5, of nobody. */
const ZONE = ['CRCHNH999948935<<<<<<<<<<<<<<<', '5210080F2103178CHN<<<<<<<<<<<2', 'SAMPLE<<ANNA<<<<<<<<<<<<<<<<<<']
const zone = (lines: readonly string[]) => lines.map((text, i) => printed(text, 60, 460 + i * 62, 29))

/** A model sees spaces between characters that are printed far apart. */
function withSpaces(line: Line): Line {
  const characters = line.characters.flatMap((character, i) =>
    i % 4 === 1 ? [character, { ...character, text: ' ', at: character.at + 0.015 }] : [character],
  )
  return { ...line, characters, text: characters.map(({ text }) => text).join('') }
}

describe('the other side', () => {
  it('is known by its title and its zone, or by that alone', () => {
    const back = { kind: 'HK_MACAO_PERMIT', side: 'EMBLEM' }
    expect(kind([printed('港澳居民来往内地通行证', 150, 96, 44), ...zone(ZONE)])).toEqual(back)
    expect(kind(zone(ZONE))).toEqual(back)
    const taiwan = ZONE.map((line) => line.replace('CRCHNH999948935', 'CTCHN99990021<9'))
    expect(kind(zone(taiwan))).toEqual({ kind: 'TAIWAN_PERMIT', side: 'EMBLEM' })
  })

  it('without a zone is known by what it says and does not', () => {
    const lines = [printed('台湾居民来往大陆通行证', 150, 96, 44), printed('签发机关样本出入境管理局', 70, 460, 30)]
    expect(kind(lines)).toEqual({ kind: 'TAIWAN_PERMIT', side: 'EMBLEM' })
  })

  it('is read by its check digits, which decide', () => {
    const fields = read(zone(ZONE), 'HK_MACAO_PERMIT')
    expect(values(fields)).toMatchObject({ idNumber: 'H99994893', birthDate: '1952-10-08', validTo: '2021-03-17' })
    expect(values(read(zone(ZONE).map(withSpaces), 'HK_MACAO_PERMIT'))).toMatchObject(values(fields))
    const wrong = read(zone(ZONE.map((line) => line.replace('5210080', '5210090'))), 'HK_MACAO_PERMIT')
    expect(wrong.birthDate?.confidence).toBe(0.5)
    expect(wrong.validTo?.confidence).toBe(0.99)
    expect(wrong.name).toBeUndefined()
  })
})

describe('a permanent resident’s card', () => {
  const card = (number: string) => below('外国人永久居留身份证', 'ANNA SAMPLE', number)
  const fieldsOf = (number: string) => permanentResident(rowsOf(card(number)), card(number))

  it('is read with a number of 15 characters', () => {
    expect(kind(card('UTO999952100812'))).toEqual({ kind: 'FOREIGN_PERMANENT_RESIDENT_ID', side: 'PORTRAIT' })
    expect(values(fieldsOf('UTO999952100812'))).toMatchObject({
      ...{ name: 'ANNA SAMPLE', idNumber: 'UTO999952100812', ...DATES },
    })
  })

  it('is read with one of 18, whose check character and date decide', () => {
    const right = fieldsOf('911990195210080021')
    expect(values(right)).toMatchObject({ name: 'ANNA SAMPLE', idNumber: '911990195210080021', ...DATES })
    expect(right.birthDate?.confidence).toBeGreaterThan(0.89)
    const refuted = fieldsOf('911990195210080029')
    expect(refuted.idNumber?.confidence).toBe(0.5)
    const other = fieldsOf('911990195210090027')
    expect(other.birthDate).toMatchObject({ value: '1952-10-09', confidence: 0.5 })
  })
})
