import 'server-only'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { Pixels, Point } from './ocr/pixels'

let isPrepared = false

/** Reads the QR code of a page; null when there is none. The WASM is given: otherwise the package would fetch it. */
export async function qrIn({ data, width, height }: Pixels): Promise<{ text: string; corners: Point[] } | null> {
  if (!isPrepared) {
    const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
    const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer
    await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
    isPrepared = true
  }
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let at = 0; at < width * height; at++) {
    rgba[at * 4] = data[at * 3] ?? 0
    rgba[at * 4 + 1] = data[at * 3 + 1] ?? 0
    rgba[at * 4 + 2] = data[at * 3 + 2] ?? 0
  }
  const [code] = await readBarcodes(
    { data: rgba, width, height, colorSpace: 'srgb' },
    { formats: ['QRCode'], maxNumberOfSymbols: 1 },
  )
  if (!code?.isValid) return null
  const { topLeft, topRight, bottomRight, bottomLeft } = code.position
  return { text: code.text, corners: [topLeft, topRight, bottomRight, bottomLeft] }
}
