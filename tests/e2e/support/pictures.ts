import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { specimen } from '@/tests/factories/specimens'

export type Picture = { name: string; mimeType: string; buffer: Buffer }

const GOOD = path.resolve('../shared/data/good-files')
const HOSTILE = path.resolve('../shared/data/hostile-files')

/** More than the 600 px that a document needs. */
const SHORT_SIDE = 720

const PHOTOGRAPHS: Partial<Record<DocumentKind, string>> = {
  ID_PORTRAIT: 'jpeg-exif-orientation-6.jpg',
  ID_EMBLEM: 'png-photo.png',
  ID_IN_HAND: 'webp-photo.webp',
  COMMITMENT_LETTER: 'jpeg-gps-1.jpg',
}

/** Returns a real photograph for a slot, each slot in another format; a drawn one where there are no photographs. */
export async function photograph(kind: DocumentKind): Promise<Picture> {
  const file = path.join(GOOD, PHOTOGRAPHS[kind] ?? '')
  if (!PHOTOGRAPHS[kind] || !existsSync(file)) return drawing(kind)
  const name = path.basename(file)
  const { format, width, height } = await sharp(file).metadata()
  const mimeType = `image/${format}`
  if (Math.min(width, height) >= SHORT_SIDE) return { name, mimeType, buffer: readFileSync(file) }
  const larger = sharp(file).resize({ width: SHORT_SIDE, height: SHORT_SIDE, fit: 'outside' }).keepMetadata()
  return { name, mimeType, buffer: await larger.toBuffer() }
}

export async function drawing(kind: DocumentKind, seed = 0): Promise<Picture> {
  return { name: `${kind.toLowerCase()}-${seed}.jpg`, mimeType: 'image/jpeg', buffer: await specimen(kind, seed) }
}

/** Returns a picture that nobody can read. */
export async function blurredPicture(): Promise<Picture> {
  const { buffer, mimeType } = await drawing('ID_PORTRAIT')
  return { name: 'blurred.jpg', mimeType, buffer: await sharp(buffer).blur(8).jpeg().toBuffer() }
}

/** Returns a malicious file, or the closest to it where there is none. */
export function hostile(name: string, mimeType: string, otherwise: Buffer): Picture {
  const file = path.join(HOSTILE, name)
  return { name, mimeType, buffer: existsSync(file) ? readFileSync(file) : otherwise }
}

/** Returns a picture with too few pixels on one side. */
export async function tinyPicture(): Promise<Picture> {
  const buffer = await sharp({ create: { width: 640, height: 320, channels: 3, background: '#dfe5e1' } })
    .png()
    .toBuffer()
  return { name: 'tiny.png', mimeType: 'image/png', buffer }
}
