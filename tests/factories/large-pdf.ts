import { randomBytes } from 'node:crypto'

/** Makes a PDF of one page and exactly this many bytes: most are in a stream without attachments that nothing shows. */
export function aLargePdf(size: number): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1')]
  const starts: number[] = []
  const length = () => parts.reduce((sum, part) => sum + part.length, 0)
  const add = (content: string | Buffer) => {
    starts.push(length())
    const text = Buffer.isBuffer(content) ? content : Buffer.from(content)
    parts.push(Buffer.from(`${starts.length} 0 obj\n`), text, Buffer.from('\nendobj\n'))
  }
  add('<< /Type /Catalog /Pages 2 0 R >>')
  add('<< /Type /Pages /Kids [3 0 R] /Count 1 >>')
  add('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>')
  const drawing = '0.2 0.4 0.3 rg 60 60 475 722 re f'
  add(`<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`)
  const end = (filling: number) => {
    const tables = [...starts.map((start) => start), length()]
    const kept = `<< /Length ${filling} >>\nstream\n`
    const table = tables.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('')
    return { kept, table, count: tables.length + 1 }
  }
  const around = (filling: number) => {
    const { kept, table, count } = end(filling)
    const at = length() + `5 0 obj\n${kept}\nendstream\nendobj\n`.length + filling
    const tail = `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`
    return { kept, tail, total: at + tail.length }
  }
  let filling = size - around(1_000_000).total + 1_000_000
  while (around(filling).total > size) filling -= 1
  const { kept, tail } = around(filling)
  return Buffer.concat([
    ...parts,
    Buffer.from(`5 0 obj\n${kept}`),
    randomBytes(filling),
    Buffer.from(`\nendstream\nendobj\n${tail}`),
  ])
}
