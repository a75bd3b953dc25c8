import 'server-only'
import path from 'node:path'
import sharp, { type OutputInfo } from 'sharp'

/** How much of a letter, and of the rim around it, stands in the place of what it lies on. */
const STRENGTH = 0.22

/** Degrees: along neither the lines of a document nor the edges of a screen. */
const TURNED = -24

/** Of a letter and its rim, from how much of 255 it is seen at all. */
const LEAST = 5

/** Letters so many times in the long side of the picture. */
const LETTERS_IN_SIDE = 64
const LEAST_LETTER = 12

// The font is found by this, whenever the first letter is drawn. A child begins in the project's folder.
process.env.FONTCONFIG_FILE = path.resolve('lib/imaging/watermark-fonts.conf')

/**
 * Writes lines into the pixels of a JPEG, faint, turned, all over it: dark letters with a light rim, so that they are
 * seen on white paper as on a dark photograph. Runs in a decoder child only.
 */
export async function drawWatermark(jpeg: Buffer, lines: readonly string[]): Promise<Buffer> {
  const { data, info } = await sharp(jpeg).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const letter = Math.max(LEAST_LETTER, Math.round(Math.max(width, height) / LETTERS_IN_SIDE))
  blend(data, info, await drawTile(lines, letter))
  return (
    sharp(data, { raw: { width, height, channels } })
      // As the rendition is made; its tables are not computed anew for each, which takes longer than all else.
      .jpeg({ quality: 88, chromaSubsampling: '4:4:4', mozjpeg: false, optimiseCoding: false })
      .toBuffer()
  )
}

/** One row of a tile: where it changes anything, how much is left there of what it lies on, and how much light is added. */
type MarkedRow = { readonly columns: Uint16Array; readonly kept: Float32Array; readonly added: Float32Array }

type Tile = { readonly width: number; readonly rows: readonly MarkedRow[] }

async function drawTile(lines: readonly string[], letter: number): Promise<Tile> {
  const text = lines.map(escaped).join('\n')
  const font = `Noto Sans SC Medium ${letter}px`
  const margin = Math.round(letter * 1.2)
  const { data: letters, info } = await sharp({ text: { text, font, dpi: 72, align: 'centre' } })
    .rotate(TURNED, { background: '#000' })
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: '#000' })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const rim = await sharp(letters, { raw: { width, height, channels: 1 } })
    .blur(Math.max(0.6, letter / 16))
    .extractChannel(0)
    .raw()
    .toBuffer()
  const rows = Array.from({ length: height }, (_, y) => {
    const row = y * width
    return markedRow(letters.subarray(row, row + width), rim.subarray(row, row + width))
  })
  return { width, rows }
}

function markedRow(letters: Uint8Array, rim: Uint8Array): MarkedRow {
  const columns = new Uint16Array(letters.length)
  const kept = new Float32Array(letters.length)
  const added = new Float32Array(letters.length)
  let marks = 0
  for (let x = 0; x < letters.length; x++) {
    const letter = letters[x] ?? 0
    const around = Math.min(255, 2 * (rim[x] ?? 0))
    if (letter + around < LEAST) continue
    const dark = (letter / 255) * STRENGTH
    const light = (around / 255) * (1 - letter / 255) * STRENGTH
    columns[marks] = x
    kept[marks] = (1 - dark) * (1 - light)
    added[marks] = 255 * light
    marks += 1
  }
  return { columns: columns.subarray(0, marks), kept: kept.subarray(0, marks), added: added.subarray(0, marks) }
}

/** Every second row of tiles is moved by half: no strip of the picture is without. */
function blend(pixels: Buffer, { width, height, channels }: OutputInfo, { width: tileWidth, rows }: Tile): void {
  for (let y = 0; y < height; y++) {
    const row = rows[y % rows.length]
    if (!row) continue
    const { columns, kept, added } = row
    const moved = Math.floor(y / rows.length) % 2 === 0 ? 0 : Math.floor(tileWidth / 2)
    for (let left = -moved; left < width; left += tileWidth) {
      for (let mark = 0; mark < columns.length; mark++) {
        const column = left + (columns[mark] ?? 0)
        if (column < 0 || column >= width) continue
        const at = (y * width + column) * channels
        for (let channel = at; channel < at + channels; channel++) {
          pixels[channel] = (pixels[channel] ?? 0) * (kept[mark] ?? 1) + (added[mark] ?? 0)
        }
      }
    }
  }
}

/** Text is markup to Pango. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
