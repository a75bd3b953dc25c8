import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLines } from './csv'

test.each([
  ['=1+1', `"'=1+1"`],
  ['+86', `"'+86"`],
  ['-2', `"'-2"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  ['\r=1', `"'\r=1"`],
  ['\0=1', `"'\0=1"`],
  ['＝1+1', `"'＝1+1"`],
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['王小明', '王小明'],
  ['a,b', '"a,b"'],
  ['a"b', '"a""b"'],
  ['a\nb', '"a\nb"'],
  ['', ''],
])('%j is written as %j', (cell, written) => {
  expect(csvLines([[cell, 'x']])).toBe(`${written},x\r\n`)
})

/** Parses RFC 4180, written by hand for this test. */
function parse(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

test('any cells are read back unchanged, and none starts like a formula', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\0', '"', ',', '\r\n'),
  )
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(table, (rows) => {
      const read = parse(csvLines(rows))
      expect(read.flat().every((value) => !/^[=+\-@\t\r\0]/.test(value))).toBe(true)
      const isolated = rows.map((cells) =>
        cells.map((value) => (/^[=+\-@\t\r\0＝＋－＠]/.test(value) ? `'${value}` : value)),
      )
      expect(read).toEqual(isolated)
    }),
  )
})
