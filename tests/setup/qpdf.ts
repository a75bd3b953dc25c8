import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Another reader of PDF than the one that drew it, where it is installed. */
export const hasQpdf = spawnSync('qpdf', ['--version']).status === 0

/** What qpdf says of each PDF that is not without a fault. */
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
