import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unzipped } from '@/tests/setup/unzipped'
import { type XlsxCell, type XlsxSheet, xlsxStream } from './xlsx'

const columns = [{ heading: '事件' }, { heading: 'B', width: 8 }]

async function workbook(...sheets: XlsxSheet[]) {
  const files = unzipped(await buffer(xlsxStream(sheets)))
  return new Map([...files].map(([name, bytes]) => [name, bytes.toString('utf8')]))
}
const sheetOf = async (rows: readonly (readonly XlsxCell[])[], number = 1) =>
  (await workbook({ name: 'S', columns, batches: [rows] })).get(`xl/worksheets/sheet${number}.xml`) ?? ''

/** Returns the inline strings as a reader decodes them: entities, then ST_Xstring. */
const textsOf = (xml: string) =>
  [...xml.matchAll(/<t xml:space="preserve">(.*?)<\/t>/gs)].map(([, text = '']) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
      .replace(/_x([\dA-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  )

test('each part of a workbook is there, the heading row is frozen and has filters', async () => {
  const files = await workbook({ name: '审计', columns, batches: [[['a', 1]], [['b', null]]] })
  expect([...files.keys()]).toEqual([
    'xl/worksheets/sheet1.xml',
    'xl/styles.xml',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    '_rels/.rels',
    '[Content_Types].xml',
  ])
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? ''
  expect(sheet).toContain('state="frozen"')
  expect(sheet).toContain('<autoFilter ref="A1:B3"/>')
  expect(sheet.match(/<row>/g)).toHaveLength(3)
  expect(sheet).toContain('<c><v>1</v></c>')
  expect(textsOf(sheet)).toEqual(['事件', 'B', 'a', 'b'])
})

test.each(['=1+1', '@SUM(A1)', "+cmd|'/C calc'!A0", '\t=1', '\r=1', '-2', '＝1'])(
  '%j is a text, with its apostrophe',
  async (cell) => {
    const sheet = await sheetOf([[cell, 'x']])
    expect(sheet).not.toContain('<f')
    expect(sheet).toContain('<c t="inlineStr" s="3">')
    expect(textsOf(sheet)).toContain(cell)
  },
)

test('any cells are read back unchanged, and the XML is valid', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom('翀龑𬱖', '_x0041_', '_x005F_x0041_', '\0', '\u001F', '\r\n', '\uFFFE', ']]>', '<c/>', ' 空 '),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), async (rows) => {
      const sheet = await sheetOf(rows)
      expect(sheet.replace(/[\t\n\u007F-\u009F]/g, '')).not.toMatch(/[\p{Cc}\uFFFE\uFFFF]/u) // not allowed in XML 1.0
      expect(textsOf(sheet).slice(2)).toEqual(rows.flat().map((text) => text.toWellFormed()))
    }),
    { numRuns: 60 },
  )
})

test('an instant is a real date, as of Shanghai', async () => {
  const sheet = await sheetOf([[new Date('2026-11-25T16:00:00.500Z'), 'x']])
  const serial = Number(/<c s="2"><v>([\d.]+)</.exec(sheet)?.[1])
  expect(serial).toBeCloseTo(46_352 + 0.5 / 86_400, 9)
})

test('a text that is too long for a cell ends with an ellipsis; an invalid number is an empty cell', async () => {
  const sheet = await sheetOf([['长'.repeat(40_000), Number.NaN]])
  expect(textsOf(sheet)[2]).toBe(`${'长'.repeat(32_766)}…`)
  expect(sheet).toContain('<c/>')
})

test('rows that are too many for a sheet continue on another', async () => {
  const batch = Array.from({ length: 262_144 }, () => ['a', 'b'])
  const files = await workbook({ name: 'A/B', columns, batches: [batch, batch, batch, batch] })
  expect(files.get('xl/worksheets/sheet1.xml')?.match(/<row>/g)).toHaveLength(1_048_576)
  expect(files.get('xl/worksheets/sheet2.xml')?.match(/<row>/g)).toHaveLength(2)
  const names = [...(files.get('xl/workbook.xml') ?? '').matchAll(/name="([^"]*)"/g)].map(([, name]) => name)
  expect(names).toEqual(['A B', 'A B (2)'])
})

test('an error while reading makes the workbook fail', async () => {
  const failing = async function* () {
    yield [['a', 'b']]
    throw new Error('gone')
  }
  await expect(buffer(xlsxStream([{ name: 'S', columns, batches: failing() }]))).rejects.toThrow('gone')
})
