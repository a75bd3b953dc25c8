import 'server-only'
import { cv, matOf, withMats } from '../ocr/opencv'
import type { Pixels } from '../ocr/pixels'
import type { Page } from '../ocr/read-lines'
import type { Quality, SeenKind, Side } from '../reading'
import { isCut } from './edges'
import { glareIn } from './glare'
import { sharpnessOf } from './sharpness'

/** Below it the letters of a text have no edges. */
const SHARP = 0.2
/** The brightness, of 255, that the brightest tenth of a page has at least. */
const BRIGHT = 95
/** The colour, as a difference of channels, that at most a hundredth of a copy has. */
const COLOURLESS = 14

/** Returns what is wrong with the photograph of a page. */
export function qualityOf(page: Page, picture: Pixels, seen: { kind: SeenKind; side: Side | null }): Quality {
  const { brightest, colour } = lightOf(page)
  const dark = brightest < BRIGHT
  return {
    blur: !dark && sharpnessOf(page) < SHARP,
    dark,
    glare: !dark && glareIn(page),
    cropped: isCut(page, picture, seen),
    copy: seen.kind !== 'LETTER' && seen.kind !== 'NONE' && !dark && colour < COLOURLESS,
  }
}

export const NOTHING_WRONG: Quality = { blur: false, dark: false, glare: false, cropped: false, copy: false }

/** A picture without any edge has less variance than this: what has no text may be one, or be too dark. */
const EDGELESS = 12

/** Returns what is wrong with a picture in which no text was found. */
export function qualityWithoutText(picture: Pixels): Quality {
  return withMats((hold) => {
    const [grey, edges] = [hold(new (cv().Mat)()), hold(new (cv().Mat)())]
    cv().cvtColor(hold(matOf(picture)), grey, cv().COLOR_RGB2GRAY)
    const side = Math.max(picture.width, picture.height)
    const size = new (cv().Size)(Math.round((picture.width * 640) / side), Math.round((picture.height * 640) / side))
    cv().resize(grey, grey, size, 0, 0, cv().INTER_AREA)
    cv().Laplacian(grey, edges, cv().CV_32F)
    const [mean, deviation] = [hold(new (cv().Mat)()), hold(new (cv().Mat)())]
    cv().meanStdDev(edges, mean, deviation)
    const dark = quantile(histogram(grey.data), 0.9) < BRIGHT
    return { ...NOTHING_WRONG, dark, blur: !dark && (deviation.data64F[0] ?? 0) ** 2 < EDGELESS }
  })
}

/** Returns how bright the brightest tenth of a page is, and how much colour there is in it. */
export function lightOf({ upright }: Pick<Page, 'upright'>): { brightest: number; colour: number } {
  const { data } = upright
  const light = new Uint32Array(256)
  const colours = new Uint32Array(256)
  for (let at = 0; at + 2 < data.length; at += 3) {
    const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
    const most = Math.max(red, green, blue)
    light[most] = (light[most] ?? 0) + 1
    const colour = most - Math.min(red, green, blue)
    colours[colour] = (colours[colour] ?? 0) + 1
  }
  return { brightest: quantile(light, 0.9), colour: quantile(colours, 0.99) }
}

function histogram(values: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256)
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

/** Returns the value that this share of all values is at or below. */
function quantile(counts: Uint32Array, share: number): number {
  const wanted = counts.reduce((sum, count) => sum + count, 0) * share
  let sum = 0
  for (const [value, count] of counts.entries()) {
    sum += count
    if (sum >= wanted) return value
  }
  return 255
}
