import 'server-only'
import { stringify } from 'csv-stringify/sync'

/** So that spreadsheets read UTF-8, Chinese with it. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** What a spreadsheet takes for a formula (ASVS 1.2.10); the full-width forms are the same to an East Asian one. */
const RUNS = /^[=+\-@\t\r\0＝＋－＠]/

const isolate = (cell: string) => (RUNS.test(cell) ? { value: `'${cell}`, quoted: true } : cell)

/** A lone CR or LF ends a line to some readers; the library quotes only for the pair. */
const BREAKS = /[\r\n]/

/** Lines of RFC 4180. A cell that a spreadsheet would run is quoted behind an apostrophe, which makes it text. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { record_delimiter: 'windows', quoted_match: BREAKS, cast: { string: isolate } })
}
