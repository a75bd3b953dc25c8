import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import type { Models } from '../ocr/models'
import { cv, withMats } from '../ocr/opencv'
import { recognise } from '../ocr/recognise'
import { SCALE } from './geometry'
import type { LetterPage } from './letter-page'

/** Says where a round seal is on the page, in points. */
export type Circle = { readonly x: number; readonly y: number; readonly radius: number }

/** The ring in which the name is, in shares of the radius. */
const OUTER = 0.93
const INNER = 0.56
const HEIGHT = 48
/** A name is said where so many characters are read, each and all together as surely. */
const FEWEST = 5
const CERTAIN = 0.6
const ALL_CERTAIN = 0.8

/** Reads the name around a seal: its ring is cut at the bottom and laid out as a line. Null where it can't be read. */
export async function sealNameOf(models: Models, red: OpenCv.Mat, circle: Circle): Promise<LetterPage['sealName']> {
  const line = laidOut(red, circle)
  try {
    const box = { x: line.cols / 2, y: line.rows / 2, width: line.cols, height: line.rows, angle: 0 }
    const characters = (await recognise(models, line, box)).filter(({ confidence }) => confidence > CERTAIN)
    const confidence = characters.reduce((sum, one) => sum + one.confidence, 0) / Math.max(1, characters.length)
    if (characters.length < FEWEST || confidence < ALL_CERTAIN) return null
    return { value: characters.map(({ text }) => text).join(''), confidence: Math.round(confidence * 100) / 100 }
  } finally {
    line.delete()
  }
}

/** Returns the ring as a line of dark text. The caller frees it. */
function laidOut(red: OpenCv.Mat, { x, y, radius }: Circle): OpenCv.Mat {
  return withMats((hold) => {
    const width = Math.round((Math.PI * (OUTER + INNER) * HEIGHT) / (OUTER - INNER))
    const [across, down] = [new Float32Array(width * HEIGHT), new Float32Array(width * HEIGHT)]
    for (let row = 0; row < HEIGHT; row++)
      for (let column = 0; column < width; column++) {
        // Clockwise from the bottom, the outer edge above.
        const angle = Math.PI / 2 + (column / width) * 2 * Math.PI
        const off = radius * (OUTER - ((OUTER - INNER) * row) / HEIGHT)
        across[row * width + column] = (x + off * Math.cos(angle)) * SCALE
        down[row * width + column] = (y + off * Math.sin(angle)) * SCALE
      }
    const map = (values: Float32Array) => hold(cv().matFromArray(HEIGHT, width, cv().CV_32FC1, [...values]))
    const ring = hold(new (cv().Mat)())
    cv().remap(red, ring, map(across), map(down), cv().INTER_LINEAR, cv().BORDER_REPLICATE, new (cv().Scalar)(0))
    cv().normalize(ring, ring, 0, 255, cv().NORM_MINMAX)
    cv().bitwise_not(ring, ring)
    const line = new (cv().Mat)()
    cv().cvtColor(ring, line, cv().COLOR_GRAY2RGB)
    return line
  })
}
