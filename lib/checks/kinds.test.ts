import { expect, it } from 'vitest'
import { BUILT_IN_LETTERS, titlesOf } from '@/lib/rulebook/letters/built-in'
import { rowsOf } from './fields/glyphs'
import { kindOf } from './kinds'
import { commonAngle } from './ocr/read-lines'
import { quarterOf } from './read-pixels'
import { printed } from './testing/printed'

const kind = (...texts: string[]) => {
  const lines = texts.map((text, i) => printed(text, 100, 100 + i * 90))
  return kindOf(rowsOf(lines), lines)
}

it.each([
  [['中华人民共和国', '居民身份证', '签发机关'], 'RESIDENT_ID', 'EMBLEM'],
  [['姓名张三', '性别男', '公民身份号码110105194912310021'], 'RESIDENT_ID', 'PORTRAIT'],
  [['姓名张三', '性别男', '公民身份号码', '810000199001011013'], 'HMT_RESIDENCE_PERMIT', 'PORTRAIT'],
  [['港澳台居民居住证', '签发机关'], 'HMT_RESIDENCE_PERMIT', 'EMBLEM'],
  [['港澳居民来往内地通行证', '姓名'], 'HK_MACAO_PERMIT', 'PORTRAIT'],
  [['营业执熙', '统一社会信用代码'], 'LICENCE', null],
  [['事业单位法人证书'], 'CERTIFICATE', null],
  [['承诺函', '身份证号110105194912310021'], 'LETTER', null],
  [['今日价目', '苹果三元'], 'NONE', null],
  [[], 'NONE', null],
])('%j is %s, %s', (texts, expected, side) => {
  expect(kind(...texts)).toEqual({ kind: expected, side })
})

const OUR_TITLES = titlesOf(BUILT_IN_LETTERS)

it.each(OUR_TITLES)('%s is a letter by its own title, of which a few characters may be read wrong', (title) => {
  const lines = (text: string) => [printed(text, 100, 100), printed('身份证号110105194912310021', 100, 190)]
  const of = (text: string, titles: readonly string[]) => kindOf(rowsOf(lines(text)), lines(text), titles).kind
  expect(of(title, OUR_TITLES)).toBe('LETTER')
  expect(of(`${title.slice(0, 3)}某${title.slice(4)}`, OUR_TITLES)).toBe('LETTER')
  expect(of(`根据${title}第三条的约定，双方同意按下列方式办理`, OUR_TITLES)).not.toBe('LETTER')
})

it('a title that was published later is one, and one that is part of anything is none', () => {
  const lines = [printed('通信发送责任声明', 100, 100), printed('姓名张三', 100, 190)]
  const of = (...titles: string[]) => kindOf(rowsOf(lines), lines, titles).kind
  expect([of(), of('通信发送责任声明'), of('声明')]).toEqual(['NONE', 'LETTER', 'NONE'])
})

it('the angle of most of the text counts, and a watermark across it does not', () => {
  const at = (angle: number, width: number) => ({ x: 0, y: 0, width, height: 20, angle })
  expect(commonAngle([at(3, 400), at(4, 300), at(-24, 200), at(2, 350)])).toBeCloseTo(2.95, 1)
  expect(Math.abs(commonAngle([at(89, 400), at(-89, 300)]))).toBeGreaterThan(88)
})

it.each([
  [0, 0],
  [-14, 0],
  [46, 90],
  [-91, 270],
  [181, 180],
  [-178, 180],
])('a picture that is to be turned by %i is to be turned by %i', (degrees, quarter) => {
  expect(quarterOf(degrees)).toBe(quarter)
})
