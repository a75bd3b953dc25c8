import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { cut } from './cut'
import { infer, type Models, planesOf } from './models'
import type { Box } from './pixels'

const HEIGHT = 48
const NARROWEST = 48
const WIDEST = 1_600
const MULTIPLE = 8
const HALF = [0.5, 0.5, 0.5]

/** A character as it was recognised: `at` is its place along the line, from 0 to 1. */
export type Character = {
  readonly text: string
  readonly confidence: number
  readonly at: number
  /** Lists what else it could be, likeliest first. */
  readonly others: readonly { readonly text: string; readonly confidence: number }[]
}

/** Recognises the characters of a line. */
export async function recognise(models: Models, picture: OpenCv.Mat, box: Box): Promise<Character[]> {
  const wanted = Math.round((box.width / box.height) * HEIGHT)
  const width = Math.min(WIDEST, Math.max(8, wanted))
  const room = Math.max(NARROWEST, Math.ceil(width / MULTIPLE) * MULTIPLE)
  const rgb = cut(picture, box, width, HEIGHT, room)
  const { data, shape } = await infer(models.recognition, planesOf(rgb, room * HEIGHT, HALF, HALF), [
    1,
    3,
    HEIGHT,
    room,
  ])
  const [, steps = 0, classes = 0] = shape
  if (classes !== models.characters.length) throw new Error('The dictionary is not the one of the model')
  return charactersIn(data, steps, models.characters, room / width)
}

/** Decodes what the model says of each step along the line: a character continues until another, or none, follows. */
export function charactersIn(
  data: Float32Array,
  steps: number,
  characters: readonly string[],
  stretch: number,
): Character[] {
  const found: Character[] = []
  let before = 0
  for (let step = 0; step < steps; step++) {
    const row = data.subarray(step * characters.length, (step + 1) * characters.length)
    const best = likeliest(row)
    const [first = { index: 0, confidence: 0 }, ...rest] = best
    const last = found.at(-1)
    if (first.index !== 0 && first.index === before && last && first.confidence > last.confidence)
      found.splice(-1, 1, { ...last, confidence: first.confidence, others: textsOf(rest, characters) })
    if (first.index !== 0 && first.index !== before)
      found.push({
        text: characters[first.index] ?? '',
        confidence: first.confidence,
        at: ((step + 0.5) / steps) * stretch,
        others: textsOf(rest, characters),
      })
    before = first.index
  }
  return found
}

type Ranked = { readonly index: number; readonly confidence: number }

const textsOf = (ranked: readonly Ranked[], characters: readonly string[]) =>
  ranked
    .filter(({ index }) => index !== 0)
    .map(({ index, confidence }) => ({ text: characters[index] ?? '', confidence }))

const KEPT = 4

function likeliest(row: Float32Array): Ranked[] {
  const best: Ranked[] = []
  for (let index = 0; index < row.length; index++) {
    const confidence = row[index] ?? 0
    if (best.length === KEPT && confidence <= (best.at(-1)?.confidence ?? 0)) continue
    const place = best.findIndex((other) => other.confidence < confidence)
    best.splice(place < 0 ? best.length : place, 0, { index, confidence })
    if (best.length > KEPT) best.pop()
  }
  return best
}
