import 'server-only'
import { RUNS } from './formula'

/** So that spreadsheets read UTF-8, Chinese with it. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** What ends a cell, and what a spreadsheet would run; a lone CR or LF ends a line to some readers. */
const CARE = /[",\r\n]|^[=+\-@\t\0＝＋－＠]/

/**
 * Lines of RFC 4180. A cell that a spreadsheet would run is quoted behind an apostrophe, which makes it text. Written
 * here, as the library takes five times as long, and nearly no cell of a million needs anything.
 */
export function csvLines(rows: readonly (readonly string[])[]): string {
  let lines = ''
  for (const row of rows) {
    let before = ''
    for (const cell of row) {
      lines += before + csvCell(cell)
      before = ','
    }
    lines += '\r\n'
  }
  return lines
}

export const csvCell = (cell: string): string => (CARE.test(cell) ? quoted(cell) : cell)

const quoted = (cell: string) => `"${RUNS.test(cell) ? "'" : ''}${cell.replaceAll('"', '""')}"`
