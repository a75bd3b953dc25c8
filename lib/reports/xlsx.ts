import 'server-only'
import { Readable } from 'node:stream'
import { type ZipEntries, zipStream } from '@/lib/core/files/zip-stream'
import { STARTS_FORMULA } from './formula'

/** A Date is shown in Shanghai time; null and an empty text are an empty cell. */
export type XlsxCell = string | number | Date | null

export type XlsxColumn = {
  heading: string
  /** The column is about so many characters wide. */
  width?: number
}

export type XlsxSheet = {
  name: string
  columns: readonly XlsxColumn[]
  /** Yields the rows in batches of any length. */
  batches: Iterable<readonly (readonly XlsxCell[])[]> | AsyncIterable<readonly (readonly XlsxCell[])[]>
}

/** A sheet in Excel has at most so many rows, its heading included: further rows continue on another sheet. */
const MAX_ROWS = 1_048_576
/** A cell in Excel has at most so much text, in UTF-16 code units. */
const MAX_TEXT = 32_767
/** A quarter of a megabyte of XML is compressed at a time: larger pieces only cost memory. */
const PIECE = 256 * 1024
/**
 * It is the fastest compression: most of the XML is repeated tags, and a higher level takes twice the time for little.
 */
const LEVEL = 1

/** Indexes of the styles below. */
const HEADING = 1
const DATE = 2
const QUOTED = 3

/**
 * Returns a workbook (ECMA-376, Office Open XML) that is written while it is read: it needs the memory of one batch at
 * any length. Texts are inline strings, which no spreadsheet runs; those that it would if they were typed keep their
 * apostrophe (ASVS 1.2.10). The heading stays in sight, and each column can be narrowed.
 *
 * @param sheets with at least one; a name is cut to what Excel takes
 */
export function xlsxStream(sheets: readonly XlsxSheet[]): Readable {
  return zipStream('reports.xlsx', (entries) => fill(entries, sheets), LEVEL)
}

async function fill(entries: ZipEntries, sheets: readonly XlsxSheet[]): Promise<void> {
  const names: string[] = []
  for (const { name, columns, batches } of sheets) {
    const rows = new Rows(batches)
    for (let part = 1; part === 1 || (await rows.hasMore()); part++) {
      names.push(nameOf(name, part, names))
      const xml = Readable.from(sheetXml(columns, rows), { objectMode: false })
      await entries.add(`xl/worksheets/sheet${names.length}.xml`, xml)
    }
  }
  await entries.add('xl/styles.xml', STYLES)
  await entries.add('xl/workbook.xml', workbookXml(names))
  await entries.add('xl/_rels/workbook.xml.rels', relationsXml(names.length))
  await entries.add('_rels/.rels', RELATIONS)
  await entries.add('[Content_Types].xml', contentTypesXml(names.length))
}

/** Reads rows from batches, so that a sheet can stop in the middle of a batch and the next one continues there. */
class Rows {
  private readonly source: AsyncIterator<readonly (readonly XlsxCell[])[]>
  private rest: readonly (readonly XlsxCell[])[] = []

  constructor(batches: XlsxSheet['batches']) {
    this.source = (async function* () {
      yield* batches
    })()
  }

  async hasMore(): Promise<boolean> {
    while (this.rest.length === 0) {
      const next = await this.source.next()
      if (next.done) return false
      this.rest = next.value
    }
    return true
  }

  take(most: number): readonly (readonly XlsxCell[])[] {
    const taken = this.rest.length <= most ? this.rest : this.rest.slice(0, most)
    this.rest = this.rest.slice(taken.length)
    return taken
  }
}

async function* sheetXml(columns: readonly XlsxColumn[], rows: Rows): AsyncGenerator<string> {
  const widths = columns.map(
    ({ width = 20 }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
  )
  const headings = columns.map(({ heading }) => textCell(heading, ` s="${HEADING}"`)).join('')
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData><row>${headings}</row>`
  let count = 1
  while (count < MAX_ROWS && (await rows.hasMore())) {
    const batch = rows.take(MAX_ROWS - count)
    count += batch.length
    let xml = ''
    for (const row of batch) {
      xml += '<row>'
      for (const cell of row) xml += cellXml(cell)
      xml += '</row>'
      if (xml.length < PIECE) continue
      yield xml
      xml = ''
    }
    yield xml
  }
  yield `</sheetData><autoFilter ref="A1:${letters(columns.length)}${count}"/></worksheet>`
}

function cellXml(cell: XlsxCell): string {
  if (cell === null || cell === '') return '<c/>'
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c><v>${cell}</v></c>` : '<c/>'
  if (typeof cell === 'string') return textCell(cell, STARTS_FORMULA.test(cell) ? ` s="${QUOTED}"` : '')
  return `<c s="${DATE}"><v>${serialOf(cell)}</v></c>`
}

function textCell(text: string, style: string): string {
  const written = CARE.test(text) || text.length > MAX_TEXT ? escaped(text) : text
  return `<c t="inlineStr"${style}><is><t xml:space="preserve">${written}</t></is></c>`
}

/** Matches what XML can't contain, what has a meaning in it, and what would be read as one of our escapes. */
const CARE = /[&<>\p{Cc}\p{Cs}\uFFFE\uFFFF]|_x[\dA-Fa-f]{4}_/u

/**
 * Characters that XML 1.0 can't hold are written as `_xHHHH_` (ST_Xstring, ECMA-376 part 1, 22.9.2.19), CR among them,
 * as XML would turn it into LF.
 */
function escaped(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text
  return cut
    .toWellFormed()
    .replace(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>]/g, (found) => ENTITIES[found] ?? found)
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, (found) => (FITS.test(found) ? found : xstring(found)))
}

/** Matches the control characters that XML 1.0 takes. */
const FITS = /[\t\n\u007F-\u009F]/

const xstring = (character: string) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Returns the days since the end of 1899 in Shanghai, which is always at +08:00. */
const serialOf = (at: Date) => (at.getTime() + 8 * 3_600_000) / 86_400_000 + 25_569

/** Returns the letters of a column: A, B, … Z, AA, … */
function letters(column: number): string {
  const before = Math.floor((column - 1) / 26)
  return `${before > 0 ? letters(before) : ''}${String.fromCharCode(65 + ((column - 1) % 26))}`
}

/** Returns a name of up to 31 characters, without those that Excel refuses, and different from the taken ones. */
function nameOf(name: string, part: number, taken: readonly string[]): string {
  const bare = name.replace(/[[\]:*?/\\']/g, ' ')
  for (let number = part; ; number++) {
    const end = number > 1 ? ` (${number})` : ''
    const made = `${bare.slice(0, 31 - end.length)}${end}`
    if (!taken.includes(made)) return made
  }
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf quotePrefix="1"/></cellXfs></styleSheet>`

const RELATIONS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

function workbookXml(names: readonly string[]): string {
  const sheets = names.map((name, i) => {
    const written = escaped(name).replaceAll('"', '&quot;')
    return `<sheet name="${written}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`
  })
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`
}

function relationsXml(count: number): string {
  const sheets = numbers(count).map(
    (n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
  )
  const styles = `<Relationship Id="rId${count + 1}" Type="${OFFICE}/styles" Target="styles.xml"/>`
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${sheets.join('')}${styles}</Relationships>`
}

function contentTypesXml(count: number): string {
  const sheets = numbers(count).map(
    (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  )
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${sheets.join('')}</Types>`
}
