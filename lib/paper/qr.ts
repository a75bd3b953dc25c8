import 'server-only'
import { create } from 'qrcode'
import { INK, type Paper } from './paper'

/** A QR code, drawn as one shape; `size` in points with its quiet zone of four modules. */
export function qrCode({ doc }: Paper, text: string, { x, y, size }: { x: number; y: number; size: number }): void {
  const { size: count, data } = create(text, { errorCorrectionLevel: 'L' }).modules
  const module = size / (count + 8)
  for (const at of data.keys()) {
    if (!data[at]) continue
    doc.rect(x + ((at % count) + 4) * module, y + (Math.floor(at / count) + 4) * module, module, module)
  }
  doc.fill(INK)
}
