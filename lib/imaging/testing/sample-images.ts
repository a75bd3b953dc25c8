import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'

export const LIMITS = {
  mediaTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/pdf'],
  maxBytes: 10 * 1024 * 1024,
  maxPixels: 50_000_000,
  minShortSide: 600,
}

/** Names the folder of real files, next to a checkout; a user's own checkout has none. */
export const REAL_FILES = path.resolve('../shared/data')
export const hasRealFiles = existsSync(REAL_FILES)

export const realFile = (name: string) => readFileSync(path.join(REAL_FILES, name))

/** Enlarges a picture that is too small to be accepted until it can be; its metadata stay. */
export async function enlarged(original: Buffer): Promise<Buffer> {
  const { width, height } = await sharp(original).metadata()
  const factor = Math.ceil(600 / Math.min(width, height))
  return sharp(original)
    .resize(width * factor, height * factor)
    .keepMetadata()
    .toBuffer()
}

export const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c02030' } })

export function pngOf(width: number, height: number, pixels: Buffer): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), content])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(content.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}

/** Writes other dimensions into the header of a JPEG. */
export function claiming(jpeg: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(jpeg)
  const frameHeader = [0xc0, 0xc2]
    .map((marker) => copy.indexOf(Buffer.from([0xff, marker, 0x00, 0x11])))
    .find((at) => at > 0)
  if (!frameHeader) throw new Error('No frame header')
  copy.writeUInt16BE(height, frameHeader + 5)
  copy.writeUInt16BE(width, frameHeader + 7)
  return copy
}

/** Returns the markers of a JPEG up to its pixels, and whether it ends where its picture ends. */
export function anatomy(jpeg: Buffer): { markers: string[]; endsAtEnd: boolean } {
  const markers: string[] = []
  let at = 2
  for (let marker = 0; marker !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2)) {
    marker = jpeg.readUInt8(at + 1)
    markers.push(marker.toString(16))
  }
  return { markers, endsAtEnd: jpeg.indexOf(Buffer.from('ffd9', 'hex'), at) === jpeg.length - 2 }
}
