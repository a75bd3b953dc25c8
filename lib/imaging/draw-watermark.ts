import 'server-only'
import path from 'node:path'
import sharp from 'sharp'
import { CELL, findPrint, freeOfPrint, type Print } from './find-print'
import { Refused } from './refused'
import { RENDITION_JPEG } from './rendition-jpeg'
import { PAGE_SIDE } from './rendition-size'

/** The share of a letter, and of its rim, in the pixels that it covers. */
const STRENGTH = 0.16

/** Degrees: along neither the lines of a document nor the edges of a screen. */
const TURNED = -24

/** A pixel of a letter or its rim counts as visible from this opacity on, of 255. */
const LEAST = 5

/** The long side of the picture is this many letters long. */
const LETTERS_IN_SIDE = 64
const LEAST_LETTER = 12

/** Counts red, green and blue. */
const CHANNELS = 3

// This variable must be set before the first letter is drawn. A child starts in the project's folder.
process.env.FONTCONFIG_FILE = path.resolve('lib/imaging/watermark-fonts.conf')

/** No page is drawn with more pixels. */
const MAX_PIXELS = PAGE_SIDE ** 2

/**
 * Writes lines into the pixels of a JPEG, faint, turned, all over it but across no print: dark letters with a light
 * rim, so that they are seen on white paper as on a dark photograph. They start where most of them are whole. Runs in a
 * decoder child only, and trusts a rendition no more than an upload: a child that a hostile file took over may have
 * made it.
 *
 * @throws Refused when it is no page that a decoder of ours draws; Error when libvips finds it damaged
 */
export async function drawWatermark(jpeg: Buffer, lines: readonly string[]): Promise<Buffer> {
  const { format, width, height } = await sharp(jpeg, { limitInputPixels: false }).metadata()
  if (format !== 'jpeg') throw new Refused({ kind: 'BROKEN' })
  if (width * height > MAX_PIXELS) throw new Refused({ kind: 'TOO_MANY_PIXELS', pixels: width * height })
  const letter = Math.max(LEAST_LETTER, Math.round(Math.max(width, height) / LETTERS_IN_SIDE))
  const pixels = sharp(jpeg).toColourspace('srgb').removeAlpha().raw().toBuffer()
  const [data, tile, print] = await Promise.all([
    pixels,
    drawTile(lines, letter),
    findPrint(jpeg, { width, height }, letter),
  ])
  blend(data, { width, height }, tile, print)
  return sharp(data, { raw: { width, height, channels: CHANNELS } })
    .jpeg(RENDITION_JPEG)
    .toBuffer()
}

/** Sets the long side of the blank page of `drawFirstMark`: enough for its code to be compiled. */
const FIRST_SIDE = 600

/** Draws a mark that nobody sees: it loads the font, and lets the next one be as fast as those that follow. */
export async function drawFirstMark(): Promise<void> {
  const size = { width: FIRST_SIDE, height: FIRST_SIDE }
  const blank = sharp({ create: { ...size, channels: CHANNELS, background: 'white' } })
  await drawWatermark(await blank.jpeg().toBuffer(), ['准信', '2026-01-31 09:05:59', 'ZX-20260131-AAAAAA'])
}

/**
 * Describes one row of a tile: where it changes anything, how much is left there of what it lies on, in 256ths, and how
 * much light is added, in 256ths of the least. Whole numbers: millions of pixels are marked for each view.
 */
type MarkedRow = { readonly columns: Uint16Array; readonly retained: Uint16Array; readonly added: Uint16Array }

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
  const retained = new Uint16Array(letters.length)
  const added = new Uint16Array(letters.length)
  let marks = 0
  for (let x = 0; x < letters.length; x++) {
    const letter = letters[x] ?? 0
    const around = Math.min(255, 2 * (rim[x] ?? 0))
    if (letter + around < LEAST) continue
    const dark = (letter / 255) * STRENGTH
    const light = (around / 255) * (1 - letter / 255) * STRENGTH
    columns[marks] = x
    retained[marks] = Math.round(256 * (1 - dark) * (1 - light))
    added[marks] = Math.round(256 * 255 * light) + 128 // rounds what is cut off
    marks += 1
  }
  return { columns: columns.subarray(0, marks), retained: retained.subarray(0, marks), added: added.subarray(0, marks) }
}

/** From how many places, across and down, the one is chosen at which the tiles start. */
const STARTS = 4

type Size = { readonly width: number; readonly height: number }

/** Draws the tiles over the pixels. Every second row of tiles is moved by half: no strip of the picture is without. */
function blend(pixels: Buffer, size: Size, tile: Tile, print: Print): void {
  const { width, height } = size
  const { width: tileWidth, rows } = tile
  const start = startOf(size, tile, print)
  for (let y = 0; y < height; y++) {
    const row = rows[(y + start.y) % rows.length]
    if (!row) continue
    const line = pixels.subarray(y * width * CHANNELS, (y + 1) * width * CHANNELS)
    const printed = print.cells.subarray(Math.floor(y / CELL) * print.columns)
    for (let left = leftOf(tile, start, y); left < width; left += tileWidth) markLine(line, left, row, printed)
  }
}

/** Returns where the first tile of a line is, at the left edge or before it. */
function leftOf({ width, rows }: Tile, start: { x: number; y: number }, y: number): number {
  const moved = Math.floor((y + start.y) / rows.length) % 2 === 0 ? 0 : Math.floor(width / 2)
  return -((start.x + moved) % width)
}

/** Returns how far the tiles are moved to the left and up, so that as many as possible are whole next to the print. */
function startOf({ width, height }: Size, tile: Tile, print: Print): { x: number; y: number } {
  const tall = tile.rows.length
  let best = { x: 0, y: 0, whole: -1 }
  for (let at = 0; at < STARTS ** 2; at++) {
    const start = {
      x: Math.floor(((at % STARTS) * tile.width) / STARTS),
      y: Math.floor((Math.floor(at / STARTS) * tall) / STARTS),
    }
    let whole = 0
    for (let top = -start.y; top + tall <= height; top += tall) {
      if (top < 0) continue
      for (let left = leftOf(tile, start, top); left + tile.width <= width; left += tile.width) {
        // The square lets a few whole ones count for more than many that are cut.
        if (left >= 0) whole += freeOfPrint(print, { left, top, width: tile.width, height: tall }) ** 8
      }
    }
    if (whole > best.whole) best = { ...start, whole }
  }
  return best
}

/**
 * Marks one line of pixels, except where there is print.
 *
 * @param left may be before the line; what would be outside of it is omitted
 */
function markLine(line: Uint8Array, left: number, { columns, retained, added }: MarkedRow, printed: Uint8Array): void {
  for (let mark = 0; mark < columns.length; mark++) {
    const x = left + (columns[mark] as number)
    const at = x * CHANNELS
    if (x < 0 || printed[(x / CELL) | 0] === 1) continue
    if (at >= line.length) return
    const [share, light] = [retained[mark] as number, added[mark] as number]
    line[at] = ((line[at] as number) * share + light) >> 8
    line[at + 1] = ((line[at + 1] as number) * share + light) >> 8
    line[at + 2] = ((line[at + 2] as number) * share + light) >> 8
  }
}

/** Escapes a text, which is markup to Pango. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
