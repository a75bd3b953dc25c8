import { expect, test } from 'vitest'
import { searchBy, searchValues } from './search-term'

test.each([
  ['zx 20260101 abcdef', 'REFERENCE'],
  ['ＺＸ－２０２６０１０１－ＡＢＣＤＥＦ', 'REFERENCE'],
  ['138 0013 8000', 'PHONE'],
  ['+86-13800138000', 'PHONE'],
  ['11010519491231002x', 'NUMBER'],
  ['91350211M000100Y43', 'NUMBER'],
  ['E1234567', 'NUMBER'],
  ['王小明', 'NAME'],
  ['【小明书屋】', 'NAME'],
  ['4S店', 'NAME'],
  ['2345ab', 'NAME'],
])('%s is searched by %s', (text, by) => {
  expect(searchBy(text)).toBe(by)
})

test('each form in which the value may be stored is searched', () => {
  expect(searchValues(' 138-0013-8000 ')).toContainEqual(['phone', '+8613800138000'])
  expect(searchValues('1101 0519 4912 3100 2x')).toContainEqual(['idNumber', '11010519491231002X'])
  expect(searchValues('91350211m000100y43')).toContainEqual(['code', '91350211M000100Y43'])
  expect(searchValues('阿卜杜拉•买买提')).toContainEqual(['name', '阿卜杜拉·买买提'])
  expect(searchValues('示例（北京）有限公司')).toEqual(
    expect.arrayContaining([
      ['name', '示例(北京)有限公司'],
      ['name', '示例（北京）有限公司'],
    ]),
  )
  expect(searchValues('【abc书屋】')).toContainEqual(['signature', 'ABC书屋'])
})
