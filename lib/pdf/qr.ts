import 'server-only'
import { create } from 'qrcode'
import { INK, type Paper } from './paper'

type Place = {
  x: number
  y: number
  size: number
  /** Says how much of it may be damaged: a seal on paper needs more than a screen. */
  correction?: 'L' | 'M'
}

/** Draws a QR code as one shape; `size` is in points with its quiet zone of four modules. */
export function qrCode({ doc }: Paper, text: string, { x, y, size, correction = 'L' }: Place): void {
  const { size: count, data } = create(text, { errorCorrectionLevel: correction }).modules
  const module = size / (count + 8)
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      const start = column
      while (column < count && data[row * count + column]) column += 1
      // A whole run is one rectangle: between two of them, some printers leave a hair.
      if (column > start) doc.rect(x + (start + 4) * module, y + (row + 4) * module, (column - start) * module, module)
    }
  }
  doc.fill(INK)
}
