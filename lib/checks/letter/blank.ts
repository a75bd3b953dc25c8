import 'server-only'
import { cv, matOf, withMats } from '../ocr/opencv'
import { onPaper } from '../ocr/paper'
import type { Pixels } from '../ocr/pixels'

const SIDE = 800
/** The share of the picture that paper fills at least, and that of its border that may be anything. */
const PAPER = 0.12
const BORDER = 0.02
/** The share of it that may be ink, and below which lightness that is. */
const SPECKS = 0.0006
const INK = 0.7

/** Returns whether a picture shows a light sheet without anything on it. */
export function isBlank(picture: Pixels): boolean {
  return withMats((hold) => {
    const grey = hold(new (cv().Mat)())
    cv().cvtColor(hold(matOf(picture)), grey, cv().COLOR_RGB2GRAY)
    const scale = SIDE / Math.max(grey.cols, grey.rows)
    const size = new (cv().Size)(Math.round(grey.cols * scale), Math.round(grey.rows * scale))
    cv().resize(grey, grey, size, 0, 0, cv().INTER_AREA)
    cv().GaussianBlur(grey, grey, new (cv().Size)(3, 3), 0)
    const light = hold(onPaper(grey, 0.03 * SIDE))
    const paper = hold(new (cv().Mat)())
    cv().threshold(grey, paper, 0, 255, cv().THRESH_BINARY | cv().THRESH_OTSU)
    const reach = Math.round(BORDER * SIDE) | 1
    const kernel = hold(cv().Mat.ones(reach, reach, cv().CV_8UC1))
    // What is printed are holes in the paper, which its outline closes.
    cv().morphologyEx(paper, paper, cv().MORPH_CLOSE, kernel)
    cv().erode(paper, paper, kernel)
    let [inside, ink] = [0, 0]
    const [{ data: isPaper }, { data: lightness }] = [paper, light]
    for (let at = 0; at < isPaper.length; at++) {
      if (!isPaper[at]) continue
      inside += 1
      if ((lightness[at] ?? 0) < INK * 255) ink += 1
    }
    return inside > PAPER * isPaper.length && ink < SPECKS * inside
  })
}
