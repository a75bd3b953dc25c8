import 'server-only'
import { create } from 'qrcode'
import type { QrPath } from '@/components/ui/qr-code'

/** Returns the QR code of a text. */
export function qrPath(text: string): QrPath {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  const dark = Array.from(data.keys()).filter((at) => data[at])
  return { path: dark.map((at) => `M${at % size} ${Math.floor(at / size)}h1v1h-1z`).join(''), size }
}
