import sharp from 'sharp'
import type { Random } from '@/scripts/demo/specimens/random'
import type { Sheet } from '@/scripts/demo/specimens/scene'
import { type Level, MAKING, type Spoil, within } from './levels'
import { cornersFor, cornersOfWhole, homography, type OnSheet, type Point } from './perspective'

type Raster = { readonly data: Uint8Array; readonly width: number; readonly height: number }

/** Photographs a sheet as the level says, spoiled in one way or not at all. JPEG. */
export async function photograph(sheet: Sheet, level: Level, random: Random, spoil: Spoil | null): Promise<Buffer> {
  return (await photographed(sheet, level, random, spoil, FLAT_IN_WHITE_LIGHT)).jpeg
}

/** Describes how a sheet was folded, and in which light it lies. */
export type Handling = {
  /**
   * A fold goes across the sheet, or down it, at a share of its length: what is beyond it is foreshortened, aside, and
   * darker.
   */
  readonly fold: {
    readonly isAcross: boolean
    readonly at: number
    readonly shorter: number
    readonly aside: number
    readonly light: number
  } | null
  /** The share of each colour that the light has. */
  readonly tint: readonly [red: number, green: number, blue: number]
}
const FLAT_IN_WHITE_LIGHT: Handling = { fold: null, tint: [1, 1, 1] }

/**
 * Photographs a sheet that was handled, as `photograph` does. Returns also where the sheet's corners are, and how large
 * the picture is.
 */
export async function photographed(
  sheet: Sheet,
  level: Level,
  random: Random,
  spoil: Spoil | null,
  handling: Handling,
): Promise<{ jpeg: Buffer; corners: readonly Point[]; width: number; height: number }> {
  const making = MAKING[level]
  const longest = Math.max(sheet.width, sheet.height)
  const longSide = making.longSide ? within(random, making.longSide) : Math.min(1_800, longest === 1000 ? 1_011 : 1_800)
  const isTall = sheet.height > sheet.width
  const [width, height] = isTall ? [making.picture[1], making.picture[0]] : making.picture
  const drawn = await rendered(sheet, sheet.fills ? making.picture[0] : longSide)
  const corners = sheet.fills
    ? cornersOfWhole(sheet, making.picture[0])
    : cornersFor(sheet, longSide, making, { width, height }, random, spoil === 'cut')
  const frame = { width: Math.round(corners.width), height: Math.round(corners.height) }
  const table = tableOf(level, random)
  const laid = lay(drawn, corners.points, frame, table, random, handling)
  const lit = spoil === 'dark' ? random.between(0.1, 0.25) : 1
  shade(laid, level, random, lit)
  tint(laid, handling)
  if (spoil === 'glare') glare(laid, corners.points, random)
  const sigma = within(random, making.blur) + (spoil === 'blur' ? longSide * random.between(0.0045, 0.008) : 0)
  const blurred = sigma >= 0.3 ? await blur(laid, sigma) : laid
  grain(blurred, within(random, making.noise) * (lit < 1 ? 0.5 : 1), random)
  const jpeg = sharp(Buffer.from(blurred.data), { raw: { width: frame.width, height: frame.height, channels: 3 } })
  const bytes = await jpeg.jpeg({ quality: Math.round(within(random, making.jpeg)) }).toBuffer()
  return { jpeg: bytes, corners: corners.points, ...frame }
}

async function rendered(sheet: Sheet, longSide: number): Promise<Raster> {
  const scale = longSide / Math.max(sheet.width, sheet.height)
  const [width, height] = [Math.round(sheet.width * scale), Math.round(sheet.height * scale)]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${sheet.width} ${sheet.height}" font-family="Noto Sans SC"><defs>${sheet.defs}</defs><clipPath id="edge"><rect width="${sheet.width}" height="${sheet.height}" rx="${sheet.radius}"/></clipPath><g clip-path="url(#edge)">${sheet.body}</g></svg>`
  const { data, info } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

type Table = { readonly colour: readonly number[]; readonly grain: number }

/** The lid of a scanner is white; a table is of wood, cloth or stone. */
function tableOf(level: Level, random: Random): Table {
  if (level === 'scan') return { colour: [247, 247, 247], grain: 0.5 }
  const colours = [
    [165, 136, 103],
    [96, 72, 52],
    [127, 148, 138],
    [195, 189, 178],
    [70, 78, 90],
    [214, 210, 205],
  ]
  return { colour: random.pick(colours), grain: random.between(2, 9) }
}

/** Draws a sheet into a picture of the table, by the map from the picture to the sheet. */
function lay(
  sheet: Raster,
  corners: readonly Point[],
  frame: { width: number; height: number },
  table: Table,
  random: Random,
  { fold }: Handling,
): Raster {
  const { width, height } = frame
  const data = new Uint8Array(width * height * 3)
  const onSheet = homography(corners, [
    { x: 0, y: 0 },
    { x: sheet.width - 1, y: 0 },
    { x: sheet.width - 1, y: sheet.height - 1 },
    { x: 0, y: sheet.height - 1 },
  ])
  const [wave, slant] = [random.between(0.01, 0.05), random.between(-0.4, 0.4)]
  const at = placesOn(onSheet, sheet, fold)
  // The table is computed where it is seen: its waves take as long as all the rest.
  const below = (x: number, y: number) => table.grain * Math.sin(wave * (y + slant * x) + 3 * Math.sin(x * 0.004))
  const place = { u: 0, v: 0, light: 1 }
  const row = sheet.width * 4
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to += 3) {
      at(x, y, place)
      const { u, v, light } = place
      if (!(u >= 0 && v >= 0 && u < sheet.width - 1 && v < sheet.height - 1)) {
        const streak = below(x, y)
        for (let channel = 0; channel < 3; channel++)
          data[to + channel] = clamped((table.colour[channel] ?? 0) + streak)
        continue
      }
      const [left, top] = [Math.floor(u), Math.floor(v)]
      const [from, across, down] = [top * row + left * 4, u - left, v - top]
      const alpha = mixed(sheet.data, from + 3, row, across, down) / 255
      const streak = alpha === 1 ? 0 : below(x, y)
      for (let channel = 0; channel < 3; channel++) {
        const value = mixed(sheet.data, from + channel, row, across, down)
        data[to + channel] = clamped(value * alpha * light + ((table.colour[channel] ?? 0) + streak) * (1 - alpha))
      }
    }
  return { data, width, height }
}

type Place = OnSheet & { light: number }

/**
 * Returns what says where a point of the picture is on the flat sheet, and how light it is there: the fold itself is a
 * fine dark line. It writes into the same place each time, since there are millions.
 */
function placesOn(
  onSheet: (x: number, y: number, at: OnSheet) => void,
  { width, height }: Raster,
  fold: Handling['fold'],
): (x: number, y: number, to: Place) => void {
  if (!fold) return onSheet
  const start = fold.at * (fold.isAcross ? height : width)
  return (x: number, y: number, to: Place): void => {
    onSheet(x, y, to)
    const [along, across] = fold.isAcross ? [to.v, to.u] : [to.u, to.v]
    const beyond = along - start
    to.light = 1 - 0.22 * Math.exp(-((beyond / (0.0016 * height)) ** 2))
    if (beyond < 0) return
    const [moved, aside] = [along + beyond * fold.shorter, across + beyond * fold.aside]
    if (fold.isAcross) [to.u, to.v] = [aside, moved]
    else [to.u, to.v] = [moved, aside]
    to.light *= fold.light
  }
}

function tint({ data }: Raster, { tint: [red, green, blue] }: Handling): void {
  if (red === 1 && green === 1 && blue === 1) return
  for (let at = 0; at + 2 < data.length; at += 3) {
    data[at] = clamped((data[at] ?? 0) * red)
    data[at + 1] = clamped((data[at + 1] ?? 0) * green)
    data[at + 2] = clamped((data[at + 2] ?? 0) * blue)
  }
}

function mixed(data: Uint8Array, at: number, row: number, across: number, down: number): number {
  const upper = (data[at] ?? 0) * (1 - across) + (data[at + 4] ?? 0) * across
  const lower = (data[at + row] ?? 0) * (1 - across) + (data[at + row + 4] ?? 0) * across
  return upper * (1 - down) + lower * down
}

const clamped = (value: number) => Math.max(0, Math.min(255, Math.round(value)))

/** Adds light from one side, and a shadow with a soft edge. */
function shade({ data, width, height }: Raster, level: Level, random: Random, lit: number): void {
  const { dusk, shadow } = MAKING[level]
  const [angle, low] = [random.between(0, 2 * Math.PI), within(random, dusk)]
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const depth = shadow ? within(random, shadow) : 1
  const [edge, turn] = [random.between(-0.25, 0.25), random.between(0, 2 * Math.PI)]
  const [across, down] = [Math.cos(turn), Math.sin(turn)]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width - 0.5, y / height - 0.5]
      const light = low + (1 - low) * (0.5 + 0.7 * (u * cos + v * sin))
      const inShade = depth === 1 ? 0 : 1 / (1 + Math.exp((edge - u * across - v * down) * 28))
      const factor = Math.min(1.05, light) * (1 - (1 - depth) * inShade) * lit
      const at = (y * width + x) * 3
      data[at] = clamped((data[at] ?? 0) * factor)
      data[at + 1] = clamped((data[at + 1] ?? 0) * factor)
      data[at + 2] = clamped((data[at + 2] ?? 0) * factor)
    }
}

/** A lamp that is mirrored in the document: nothing can be read where it is. */
function glare({ data, width, height }: Raster, corners: readonly Point[], random: Random): void {
  const mix = (of: (point: Point) => number, a: number) => {
    const values = corners.map(of)
    return Math.min(...values) + (Math.max(...values) - Math.min(...values)) * a
  }
  const [cx, cy] = [mix(({ x }) => x, random.between(0.25, 0.75)), mix(({ y }) => y, random.between(0.25, 0.75))]
  const size = mix(({ x }) => x, 1) - mix(({ x }) => x, 0)
  const [rx, ry] = [size * random.between(0.13, 0.22), size * random.between(0.09, 0.15)]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const off = Math.hypot((x - cx) / rx, (y - cy) / ry)
      const gain = off < 0.75 ? 1 : Math.max(0, 1 - (off - 0.75) / 0.75) ** 2
      if (gain === 0) continue
      for (let channel = 0; channel < 3; channel++) {
        const at = (y * width + x) * 3 + channel
        data[at] = clamped((data[at] ?? 0) + gain * 255)
      }
    }
}

async function blur({ data, width, height }: Raster, sigma: number): Promise<Raster> {
  const raw = { width, height, channels: 3 } as const
  return { data: await sharp(Buffer.from(data), { raw }).blur(sigma).raw().toBuffer(), width, height }
}

/** Adds the noise of a sensor: the sum of four uniform random numbers is nearly a normal one. */
function grain({ data }: Raster, sigma: number, random: Random): void {
  let state = random.whole(1, 2 ** 31 - 1)
  for (let at = 0; at < data.length; at++) {
    let sum = 0
    for (let i = 0; i < 4; i++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      sum += state >>> 0
    }
    const normal = (sum / 2 ** 32 - 2) * 1.732
    data[at] = clamped((data[at] ?? 0) + normal * sigma)
  }
}
