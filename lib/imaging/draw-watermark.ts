import 'server-only'
import path from 'node:path'
import sharp from 'sharp'

/** How much of a letter, and of the rim around it, stands in the place of what it lies on. */
const STRENGTH = 0.22

/** Degrees: along neither the lines of a document nor the edges of a screen. */
const TURNED = -24

/** Of a letter and its rim, from how much of 255 it is seen at all. */
const LEAST = 5

/** Letters so many times in the long side of the picture. */
const LETTERS_IN_SIDE = 64
const LEAST_LETTER = 12

/** Red, green and blue. */
const CHANNELS = 3

// The font is found by this, whenever the first letter is drawn. A child begins in the project's folder.
process.env.FONTCONFIG_FILE = path.resolve('lib/imaging/watermark-fonts.conf')

/**
 * Writes lines into the pixels of a JPEG, faint, turned, all over it: dark letters with a light rim, so that they are
 * seen on white paper as on a dark photograph. Runs in a decoder child only.
 */
export async function drawWatermark(jpeg: Buffer, lines: readonly string[]): Promise<Buffer> {
  const { width, height } = await sharp(jpeg).metadata()
  const letter = Math.max(LEAST_LETTER, Math.round(Math.max(width, height) / LETTERS_IN_SIDE))
  const pixels = sharp(jpeg).toColourspace('srgb').removeAlpha().raw().toBuffer()
  const [data, tile] = await Promise.all([pixels, drawTile(lines, letter)])
  blend(data, { width, height }, tile)
  return (
    sharp(data, { raw: { width, height, channels: CHANNELS } })
      // As the rendition is made; its tables are not computed anew for each, which takes longer than all else.
      .jpeg({ quality: 88, chromaSubsampling: '4:4:4', mozjpeg: false, optimiseCoding: false })
      .toBuffer()
  )
}

/**
 * One row of a tile: where it changes anything, how much is left there of what it lies on, in 256ths, and how much light
 * is added, in 256ths of the least. Whole numbers: millions of pixels are marked for each view.
 */
type MarkedRow = { readonly columns: Uint16Array; readonly kept: Uint16Array; readonly added: Uint16Array }

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
  const kept = new Uint16Array(letters.length)
  const added = new Uint16Array(letters.length)
  let marks = 0
  for (let x = 0; x < letters.length; x++) {
    const letter = letters[x] ?? 0
    const around = Math.min(255, 2 * (rim[x] ?? 0))
    if (letter + around < LEAST) continue
    const dark = (letter / 255) * STRENGTH
    const light = (around / 255) * (1 - letter / 255) * STRENGTH
    columns[marks] = x
    kept[marks] = Math.round(256 * (1 - dark) * (1 - light))
    added[marks] = Math.round(256 * 255 * light) + 128 // rounds what is cut off
    marks += 1
  }
  return { columns: columns.subarray(0, marks), kept: kept.subarray(0, marks), added: added.subarray(0, marks) }
}

type Size = { readonly width: number; readonly height: number }

/** Every second row of tiles is moved by half: no strip of the picture is without. */
function blend(pixels: Buffer, { width, height }: Size, { width: tileWidth, rows }: Tile): void {
  for (let y = 0; y < height; y++) {
    const row = rows[y % rows.length]
    if (!row) continue
    const moved = Math.floor(y / rows.length) % 2 === 0 ? 0 : Math.floor(tileWidth / 2)
    const line = pixels.subarray(y * width * CHANNELS, (y + 1) * width * CHANNELS)
    for (let left = -moved; left < width; left += tileWidth) markLine(line, left, row)
  }
}

/** @param left may be before the line; what would stand beside it is left out */
function markLine(line: Uint8Array, left: number, { columns, kept, added }: MarkedRow): void {
  for (let mark = 0; mark < columns.length; mark++) {
    const at = (left + (columns[mark] as number)) * CHANNELS
    if (at < 0) continue
    if (at >= line.length) return
    const [share, light] = [kept[mark] as number, added[mark] as number]
    line[at] = ((line[at] as number) * share + light) >> 8
    line[at + 1] = ((line[at + 1] as number) * share + light) >> 8
    line[at + 2] = ((line[at + 2] as number) * share + light) >> 8
  }
}

/** Text is markup to Pango. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
