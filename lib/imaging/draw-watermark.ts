import 'server-only'
import path from 'node:path'
import sharp, { type OutputInfo, type Sharp } from 'sharp'

/** How much of a letter, and of the rim around it, stands in the place of what it lies on. */
const STRENGTH = 0.22

/** Degrees: along neither the lines of a document nor the edges of a screen. */
const TURNED = -24

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

type Tile = { width: number; height: number; letters: Buffer; rim: Buffer }

async function drawTile(lines: readonly string[], letter: number): Promise<Tile> {
  const text = lines.map(escaped).join('\n')
  const font = `Noto Sans SC Medium ${letter}px`
  const margin = Math.round(letter * 1.2)
  const written = sharp({ text: { text, font, dpi: 72, align: 'centre' } })
  const turned = await written.rotate(TURNED, { background: '#000' }).png().toBuffer()
  const { data: letters, info } = await maskOf(
    sharp(turned).extend({ top: margin, bottom: margin, left: margin, right: margin, background: '#000' }),
  )
  const { width, height } = info
  const { data: rim } = await maskOf(
    sharp(letters, { raw: { width, height, channels: 1 } }).blur(Math.max(0.6, letter / 16)),
  )
  return { width, height, letters, rim }
}

const maskOf = (image: Sharp) => image.extractChannel(0).raw().toBuffer({ resolveWithObject: true })

/** Every second row of tiles is moved by half: no strip of the picture is without. */
function blend(pixels: Buffer, { width, height, channels }: OutputInfo, tile: Tile): void {
  const marks = marksOf(tile)
  for (let y = 0; y < height; y++) {
    const row = marks[y % tile.height] ?? []
    const moved = Math.floor(y / tile.height) % 2 === 0 ? 0 : Math.floor(tile.width / 2)
    for (let left = -moved; left < width; left += tile.width) {
      for (const { x, dark, light } of row) {
        const column = left + x
        if (column < 0 || column >= width) continue
        const at = (y * width + column) * channels
        for (let channel = at; channel < at + channels; channel++) {
          const value = (pixels[channel] ?? 0) * (1 - dark)
          pixels[channel] = value + (255 - value) * light
        }
      }
    }
  }
}

type Mark = { x: number; dark: number; light: number }

/** Where a tile changes anything, by row. */
function marksOf({ width, height, letters, rim }: Tile): Mark[][] {
  return Array.from({ length: height }, (_, y) => {
    const row: Mark[] = []
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const inside = (letters[at] ?? 0) / 255
      const around = Math.min(1, ((rim[at] ?? 0) / 255) * 2) * (1 - inside)
      if (inside + around > 0.02) row.push({ x, dark: inside * STRENGTH, light: around * STRENGTH })
    }
    return row
  })
}

/** Text is markup to Pango. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
