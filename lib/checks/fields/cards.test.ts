import { describe, expect, it } from 'vitest'
import type { Line } from '../ocr/read-lines'
import { doubtful, printed } from '../testing/printed'
import { citizenCard, isUsualValidity } from './cards'
import { rowsOf } from './glyphs'

const NUMBER = '11010519491231002X'

const portrait = (number = printed(NUMBER, 320, 560)): Line[] => [
  printed('姓名', 60, 100, 28),
  printed('欧阳明远', 170, 102),
  printed('性别女', 60, 180, 28),
  printed('民族汉', 260, 180, 28),
  printed('出生', 60, 260, 28),
  printed('1949年12月31日', 170, 262, 30),
  printed('住址', 60, 340, 28),
  printed('样本省样本市东城', 170, 341, 34),
  printed('区建设路1号', 170, 383, 34),
  printed('公民身份号码', 60, 560, 28),
  number,
]
const read = (lines: Line[]) => {
  const fields = citizenCard(rowsOf(lines), 'PORTRAIT')
  return Object.fromEntries(Object.entries(fields).map(([key, { value }]) => [key, value]))
}

describe('the side with the portrait', () => {
  it('is read by its labels, an address over its lines', () => {
    expect(read(portrait())).toEqual({
      name: '欧阳明远',
      sex: '女',
      birthDate: '1949-12-31',
      address: '样本省样本市东城区建设路1号',
      idNumber: NUMBER,
    })
  })

  it('is read when a label and its value are one line, and when the number is in pieces', () => {
    const pieces = [printed('110105', 320, 560), printed('19491231', 580, 561), printed('002X', 930, 560)]
    const lines = [printed('姓名欧阳明远', 60, 100), ...portrait().slice(2, -1), ...pieces]
    expect(read(lines)).toMatchObject({ name: '欧阳明远', idNumber: NUMBER })
  })

  it('finds the name above the sex when its label was not read', () => {
    expect(read(portrait().slice(1))).toMatchObject({ name: '欧阳明远' })
  })

  it('repairs a doubtful digit by the check character, and is sure of it', () => {
    const number = doubtful(printed(NUMBER, 320, 560), 2, '7', '0')
    const { idNumber } = citizenCard(rowsOf(portrait(number)), 'PORTRAIT')
    expect(idNumber).toMatchObject({ value: NUMBER })
    expect(idNumber?.confidence).toBeGreaterThan(0.9)
  })

  it('shows a number whose check character is wrong, and is unsure of it', () => {
    const { idNumber } = citizenCard(rowsOf(portrait(printed('110105194912310021', 320, 560))), 'PORTRAIT')
    expect(idNumber).toMatchObject({ value: '110105194912310021', confidence: 0.5 })
  })

  it('takes the date of birth from the number, and is unsure where another is printed', () => {
    const lines = portrait().map((line) =>
      line.text.startsWith('1949年') ? printed('1949年12月30日', 170, 262, 30) : line,
    )
    expect(citizenCard(rowsOf(lines), 'PORTRAIT').birthDate).toMatchObject({ value: '1949-12-31', confidence: 0.5 })
  })
})

const emblem = (validity: string) => [
  printed('中华人民共和国', 380, 130, 56),
  printed('居民身份证', 340, 230, 80),
  printed('签发机关', 260, 460, 28),
  printed('样本市公安局', 410, 461, 34),
  printed('有效期限', 260, 540, 28),
  printed(validity, 410, 541, 30),
]

describe('the side with the emblem', () => {
  it.each([
    ['2015.01.02-2035.01.02', '2015-01-02', '2035-01-02'],
    ['2015.01.02-长期', '2015-01-02', 'LONG_TERM'],
    ['2015.01.022035.01.02', '2015-01-02', '2035-01-02'],
  ])('says who issued it, and how long it is valid: %s', (text, from, to) => {
    const fields = citizenCard(rowsOf(emblem(text)), 'EMBLEM')
    expect(fields.authority?.value).toBe('样本市公安局')
    expect([fields.validFrom?.value, fields.validTo?.value]).toEqual([from, to])
  })

  it('is unsure of a validity that no card has', () => {
    const fields = citizenCard(rowsOf(emblem('2015.01.02-2037.01.02')), 'EMBLEM')
    expect(fields.validTo?.confidence).toBe(0.5)
  })
})

it('cards are valid for 5, 10 or 20 years to the day, or without an end', () => {
  const is = (from: string, to: string) => isUsualValidity({ value: from, glyphs: [] }, { value: to, glyphs: [] })
  expect(is('2015-03-01', '2025-03-01')).toBe(true)
  expect(is('2016-02-29', '2026-03-01')).toBe(true)
  expect(is('2015-03-01', 'LONG_TERM')).toBe(true)
  expect(is('2015-03-01', '2025-03-02')).toBe(false)
  expect(is('2015-03-01', '2024-03-01')).toBe(false)
})
