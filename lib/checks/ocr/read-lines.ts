import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { detectLines } from './detect'
import { upsideDown } from './direction'
import type { Models } from './models'
import { cv, matOf, pixelsOf, withMats } from './opencv'
import { onPaper } from './paper'
import { type Box, cornersOf, type Pixels, type Point } from './pixels'
import { type Character, recognise } from './recognise'

/**
 * Counts pixels on the long side: of the whole picture for a first look, and of the document once it is known where
 * that is.
 */
const FIRST_SIDE = 1_152
const SECOND_SIDE = 1_152
const MOST_DETAIL = 1_600
/** The share of what is around the text that is looked at again, since a first look misses small print. */
const AROUND = 0.12
/** A first look that finds fewer lines may have missed most of the text, and much around it is looked at. */
const FEW = 7
const FAR_AROUND = 0.6
/** The scale from which a document is sharpened, and by how much. */
const ENLARGED = 1.15
const SHARPENED = 0.8
const FEWEST_LIKELY = 0.3
/** Degrees within which lines have one direction. */
const ONE_DIRECTION = 8

/** Holds a line of text in the upright document. Its box is in the coordinates of `Page`. */
export type Line = { readonly text: string; readonly characters: readonly Character[]; readonly box: Box }

/** Holds the text of a picture, with its document upright. */
export type Page = {
  readonly lines: readonly Line[]
  readonly width: number
  readonly height: number
  /** Degrees, clockwise, by which the picture must be turned to be upright: any, not only quarters. */
  readonly turn: number
  /** Holds the upright document's pixels. */
  readonly upright: Pixels
  /** Returns where a point of the page is in the picture that was given. */
  readonly inPicture: (point: Point) => Point
}

/**
 * Reads a picture that lies any way. Returns null when there is no text in it.
 *
 * @param except a page that the same picture gave before: text in its direction is left out, such as marks across the
 *   picture
 */
export async function readLines(models: Models, picture: Pixels, except: Page | null = null): Promise<Page | null> {
  const all = await detectLines(models, picture, FIRST_SIDE)
  const first = except ? all.filter(({ angle }) => Math.abs(difference(angle, -except.turn)) >= ONE_DIRECTION) : all
  if (first.length === 0) return null
  const tilt = commonAngle(first)
  const whole = withMats((hold) => hold(matOf(picture)).clone())
  try {
    const flipped = await upsideDown(
      models,
      whole,
      first.map((box) => along(box, tilt)),
    )
    const angle = tilt + (flipped > 0.5 ? 180 : 0)
    let laid = layOut(whole, first, angle, first.length < FEW ? FAR_AROUND : AROUND)
    let boxes = await detectLines(models, laid.upright, SECOND_SIDE)
    if (first.length < FEW && boxes.length > 0) {
      laid = layOut(whole, boxes.map(laid.boxInPicture), angle, AROUND)
      boxes = await detectLines(models, laid.upright, SECOND_SIDE)
    }
    const lines = await recogniseAll(models, laid.legible ?? laid.upright, boxes)
    const { upright, inPicture } = laid
    return { upright, inPicture, lines, turn: -angle, width: upright.width, height: upright.height }
  } finally {
    whole.delete()
  }
}

/** Returns the angle that most of the text has, by length: short boxes have any. */
export function commonAngle(boxes: readonly Box[]): number {
  const long = boxes.filter(({ width, height }) => width > height * 2.2)
  const asked = long.length > 0 ? long : boxes
  let best = { angle: 0, weight: -1 }
  for (const { angle } of asked) {
    const near = asked.filter((other) => Math.abs(difference(other.angle, angle)) < ONE_DIRECTION)
    const weight = near.reduce((sum, { width }) => sum + width, 0)
    if (weight <= best.weight) continue
    const offset = near.reduce((sum, other) => sum + difference(other.angle, angle) * other.width, 0) / weight
    best = { angle: angle + offset, weight }
  }
  return best.angle
}

/** Returns the angle between two directions that a line may be read in, from −90 up to 90. */
const difference = (a: number, b: number) => ((((a - b + 90) % 180) + 180) % 180) - 90

/** Returns the box with its angle near the given one: across it, its sides change places. */
function along(box: Box, angle: number): Box {
  const off = difference(box.angle, angle)
  if (Math.abs(off) <= 45) return { ...box, angle: angle + off }
  return { ...box, width: box.height, height: box.width, angle: angle + difference(box.angle + 90, angle) }
}

/** Turns the part of a picture that has text upright, at a size at which its text can be read. */
function layOut(whole: OpenCv.Mat, boxes: readonly Box[], angle: number, around: number) {
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
  const turned = ({ x, y }: Point): Point => ({ x: x * cos + y * sin, y: -x * sin + y * cos })
  const corners = boxes.flatMap((box) => cornersOf(box).map(turned))
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const margin = around * Math.max(right - left, bottom - top)
  const [x0, y0] = [left - margin, top - margin]
  const [wide, high] = [right - left + 2 * margin, bottom - top + 2 * margin]
  const scale = Math.min(
    2,
    Math.max(Math.min(1, MOST_DETAIL / Math.max(wide, high)), SECOND_SIDE / Math.max(wide, high)),
  )
  const inPicture = ({ x, y }: Point): Point => {
    const [u, v] = [x / scale + x0, y / scale + y0]
    return { x: u * cos - v * sin, y: u * sin + v * cos }
  }
  const { upright, legible } = withMats((hold) => {
    const matrix = [scale * cos, scale * sin, -x0 * scale, -scale * sin, scale * cos, -y0 * scale]
    const transform = hold(cv().matFromArray(2, 3, cv().CV_64FC1, matrix))
    const mat = hold(new (cv().Mat)())
    const size = new (cv().Size)(Math.round(wide * scale), Math.round(high * scale))
    cv().warpAffine(whole, mat, transform, size, cv().INTER_CUBIC, cv().BORDER_REPLICATE)
    if (scale <= ENLARGED) return { upright: pixelsOf(mat), legible: null }
    const soft = pixelsOf(hold(softened(mat, scale)))
    sharpen(mat, scale)
    return { upright: pixelsOf(mat), legible: soft }
  })
  const boxInPicture = (box: Box): Box => ({
    ...inPicture(box),
    ...{ width: box.width / scale, height: box.height / scale, angle: box.angle + angle },
  })
  return { upright, legible, inPicture, boxInPicture }
}

/** Around a pixel, in those of the document, there is paper. */
const PAPER = 60
/** The weight of the blurred picture, which has less noise, in the softened one. */
const SOFTENED = 0.6

/**
 * Returns an enlarged picture as its characters are recognised best: by their darkness on the paper, in any light, and
 * without the noise, which is as large as the strokes of small print are wide. The caller frees it.
 */
function softened(mat: OpenCv.Mat, scale: number): OpenCv.Mat {
  return withMats((hold) => {
    const [soft, grey] = [hold(new (cv().Mat)()), hold(new (cv().Mat)())]
    cv().GaussianBlur(mat, soft, new (cv().Size)(0, 0), scale)
    cv().addWeighted(mat, 1 - SOFTENED, soft, SOFTENED, 0, soft)
    cv().cvtColor(soft, grey, cv().COLOR_RGB2GRAY)
    const light = new (cv().Mat)()
    cv().cvtColor(hold(onPaper(grey, PAPER)), light, cv().COLOR_GRAY2RGB)
    return light
  })
}

/** Makes the edges of an enlarged picture steeper: lines of small print are found better so. */
function sharpen(mat: OpenCv.Mat, scale: number): void {
  withMats((hold) => {
    const soft = hold(new (cv().Mat)())
    cv().GaussianBlur(mat, soft, new (cv().Size)(0, 0), 1.3 * scale)
    cv().addWeighted(mat, 1 + SHARPENED, soft, -SHARPENED, 0, mat)
  })
}

async function recogniseAll(models: Models, upright: Pixels, boxes: readonly Box[]): Promise<Line[]> {
  const mat = matOf(upright)
  try {
    const lines: Line[] = []
    for (const found of boxes) {
      const box = along(found, 0)
      const characters = (await recognise(models, mat, box)).filter(({ confidence }) => confidence > FEWEST_LIKELY)
      if (characters.length > 0) lines.push({ text: characters.map(({ text }) => text).join(''), characters, box })
    }
    return lines
  } finally {
    mat.delete()
  }
}
