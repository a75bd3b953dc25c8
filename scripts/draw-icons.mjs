// `npm run icons`: draws the pictures in public/ from app/icon.svg, which is the only one that is drawn by hand.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import sharp from 'sharp'

const SEAL = '#b5301f'
const BACKGROUND = '#f6f8f6'
const ACTION = '#14573f'
const mark = readFileSync('app/icon.svg', 'utf8')

/**
 * Returns a canvas with the mark in its middle; systems cut corners off what reaches the edge, and of the mark nothing.
 */
const around = ({ width, height = width, size, fill, more = '' }) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="${fill}"/>${more}
    ${mark.replace('<svg ', `<svg x="${(width - size) / 2}" y="${(height - size) / 2}" width="${size}" height="${size}" `)}
  </svg>`

const png = (svg, width, height = width) =>
  sharp(Buffer.from(svg), { density: 600 }).resize(width, height).png({ palette: true, effort: 10 }).toBuffer()

/** Returns an ICO file: a directory of pictures, and then each of them as PNG. */
function ico(pictures) {
  const directory = Buffer.alloc(6 + 16 * pictures.length)
  directory.writeUInt16LE(1, 2)
  directory.writeUInt16LE(pictures.length, 4)
  let offset = directory.length
  for (const [at, { size, bytes }] of pictures.entries()) {
    const entry = 6 + 16 * at
    directory.writeUInt8(size, entry)
    directory.writeUInt8(size, entry + 1)
    directory.writeUInt16LE(1, entry + 4)
    directory.writeUInt16LE(32, entry + 6)
    directory.writeUInt32LE(bytes.length, entry + 8)
    directory.writeUInt32LE(offset, entry + 12)
    offset += bytes.length
  }
  return Buffer.concat([directory, ...pictures.map(({ bytes }) => bytes)])
}

const small = [16, 32, 48].map(async (size) => ({ size, bytes: await png(mark, size) }))
const line = `<rect y="618" width="100%" height="12" fill="${ACTION}"/>`
const files = {
  'favicon.ico': ico(await Promise.all(small)),
  'icon-192.png': await png(mark, 192),
  'icon-512.png': await png(mark, 512),
  // Of a maskable icon only a circle of four fifths of its width is sure to be seen.
  'icon-maskable-512.png': await png(around({ width: 512, size: 288, fill: SEAL }), 512),
  'apple-touch-icon.png': await png(around({ width: 180, size: 152, fill: SEAL }), 180),
  'social.png': await png(around({ width: 1200, height: 630, size: 320, fill: BACKGROUND, more: line }), 1200, 630),
}
mkdirSync('public', { recursive: true })
for (const [name, bytes] of Object.entries(files)) writeFileSync(`public/${name}`, bytes)
