import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { IS_LONG } from '@/tests/setup/heavy'
import { BYTE_ORDER_MARK, csvLines } from './csv'
import { STARTS_FORMULA } from './formula'
import { xlsxStream } from './xlsx'

/** Names the program of LibreOffice, which `npm run test:long` installs where it may. */
const PROGRAM = '/usr/bin/soffice'
const isTried = IS_LONG && existsSync(PROGRAM)

/**
 * Both mean UTF-8, commas and quotes. Quoted cells are read as texts; cells are written as a reader sees them, and no
 * formulas.
 */
const READ = 'CSV:44,34,76,1,,2052,true,false'
const WRITTEN = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,2052,true,true,false'

/** Returns the cells that LibreOffice reads from a file. */
function readBack(name: string, content: Buffer | string): string[][] {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-spreadsheet-'))
  try {
    const file = path.join(folder, name)
    writeFileSync(file, content)
    const profile = `-env:UserInstallation=${pathToFileURL(path.join(folder, 'profile')).href}`
    const read = name.endsWith('.csv') ? [`--infilter=${READ}`] : []
    const to = ['--convert-to', WRITTEN, '--outdir', path.join(folder, 'out'), file]
    execFileSync(PROGRAM, [profile, '--headless', ...read, ...to], { stdio: 'ignore', timeout: 180_000 })
    return parse(readFileSync(path.join(folder, 'out', `${name.split('.')[0]}.csv`), 'utf8').replace(/^\uFEFF/, ''))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Parses RFC 4180, with lines that end in LF. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === '') break
    if (end !== ',') rows.push([])
  }
  return rows.filter((row) => row.some(Boolean))
}

const ROWS = [
  ['heading', '标题'],
  ['=1+1', '@SUM(A1:A9)'],
  ["+cmd|'/C calc'!A0", '-2+3'],
  ['\t=1+1', '\r=1+1'],
  ['＝1+1', '=HYPERLINK("http://example.com","x")'],
  ['翀龑𬱖', '嫄 赟 骉'],
  ['a,b', 'say "no"'],
  ['two\nlines', '<c t="n">&amp;</c>'],
  ['_x0041_', ']]>'],
  [' spaces ', '1101**********002X'],
]
/** A lone CR ends a line within a cell as LF does. */
const shown = (cell: string) => cell.replace(/\r\n?/g, '\n')

test.skipIf(!isTried)(
  'LibreOffice reads a CSV cell by cell, and runs nothing',
  () => {
    const read = readBack('list.csv', BYTE_ORDER_MARK + csvLines(ROWS))
    expect(read).toEqual(ROWS.map((row) => row.map((cell) => shown(STARTS_FORMULA.test(cell) ? `'${cell}` : cell))))
  },
  200_000,
)

test.skipIf(!isTried)(
  'LibreOffice reads a workbook cell by cell, and runs nothing',
  async () => {
    const [heading = [], ...rows] = ROWS
    const sheet = { name: '清单', columns: heading.map((text) => ({ heading: text })), batches: [rows] }
    const read = readBack('list.xlsx', await buffer(xlsxStream([sheet])))
    expect(read).toEqual(ROWS)
  },
  200_000,
)

test.skipIf(!isTried)(
  'LibreOffice knows a date for one, as of Shanghai, and a number for one',
  async () => {
    const row = [new Date('2026-11-25T15:59:58.765Z'), 42]
    const columns = [{ heading: 'at' }, { heading: 'n' }]
    const read = readBack('dates.xlsx', await buffer(xlsxStream([{ name: 'S', columns, batches: [[row]] }])))
    expect(read[1]).toEqual(['2026-11-25 23:59:58.765', '42'])
  },
  200_000,
)
