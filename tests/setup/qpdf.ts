import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A second PDF reader, where it is installed: not the one that drew the file. */
export const hasQpdf = spawnSync('qpdf', ['--version']).status === 0

/** Poppler's programs, where they are installed: a third reader. */
export const hasPoppler = spawnSync('pdffonts', ['-v']).status === 0

/**
 * Returns the fonts of a PDF, each with whether it is embedded, and its text without white space, as poppler reads
 * them.
 */
export function readByPoppler(pdf: Buffer): { fonts: { name: string; isEmbedded: boolean }[]; text: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-pdf-'))
  try {
    const file = path.join(folder, 'a.pdf')
    writeFileSync(file, pdf)
    const run = (program: string, ...args: string[]) => spawnSync(program, args, { encoding: 'utf8' }).stdout
    const [, rule = '', ...rows] = run('pdffonts', file).split('\n')
    // The columns are as wide as the rule below their heads: name, type, encoding, emb.
    const widths = rule.split(' ').map(({ length }) => length + 1)
    const column = (row: string, n: number) => {
      const start = widths.slice(0, n).reduce((sum, width) => sum + width, 0)
      return row.slice(start, start + (widths[n] ?? 0)).trim()
    }
    const fonts = rows.filter(Boolean).map((row) => ({ name: column(row, 0), isEmbedded: column(row, 3) === 'yes' }))
    return { fonts, text: run('pdftotext', file, '-').replaceAll(/\s+/g, '') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Returns qpdf's findings for each PDF that has a fault. */
export function faultsOfPdf(...pdfs: readonly Buffer[]): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-pdf-'))
  try {
    return pdfs.flatMap((pdf, index) => {
      const file = path.join(folder, `${index}.pdf`)
      writeFileSync(file, pdf)
      const { status, stdout, stderr } = spawnSync('qpdf', ['--check', file], { encoding: 'utf8' })
      return status === 0 ? [] : [`${stdout}${stderr}`]
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
