import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { infer, type Models, planesOf } from './models'
import { cv, matOf, withMats } from './opencv'
import type { Box, Pixels } from './pixels'

/** Values that the model was trained with. */
const MEAN = [0.485, 0.456, 0.406]
const DEVIATION = [0.229, 0.224, 0.225]
const MULTIPLE = 32

/** The probability from which a pixel belongs to text, and the mean from which what they form is a line. */
const PIXEL = 0.3
const LINE = 0.5
/** The model draws the middle of a line: its border is so far outside, as a share of area by perimeter. */
const BORDER = 1.6
const SMALLEST = 3
/** Limits the pixels that the model sees: its memory grows with them. */
const MOST_PIXELS = 1_000_000

/**
 * Finds lines of text in a picture, in its own coordinates.
 *
 * @param side pixels on the long side of what the model sees
 */
export async function detectLines({ detection }: Models, picture: Pixels, side: number): Promise<Box[]> {
  const within = Math.sqrt(MOST_PIXELS / (picture.width * picture.height))
  const scale = Math.min(side / Math.max(picture.width, picture.height), within)
  const round = (length: number) => Math.max(MULTIPLE, Math.round((length * scale) / MULTIPLE) * MULTIPLE)
  const [width, height] = [round(picture.width), round(picture.height)]
  const planes = withMats((hold) => {
    const small = hold(new (cv().Mat)())
    const kernel = scale < 1 ? cv().INTER_AREA : cv().INTER_LINEAR
    cv().resize(hold(matOf(picture)), small, new (cv().Size)(width, height), 0, 0, kernel)
    return planesOf(small.data, width * height, MEAN, DEVIATION)
  })
  const { data } = await infer(detection, planes, [1, 3, height, width])
  const [across, down] = [picture.width / width, picture.height / height]
  return boxesIn(data, width, height).map((box) => scaled(box, across, down))
}

function boxesIn(probabilities: Float32Array, width: number, height: number): Box[] {
  return withMats((hold) => {
    const mask = hold(new (cv().Mat)(height, width, cv().CV_8UC1))
    mask.data.set(Uint8Array.from(probabilities, (probability) => (probability > PIXEL ? 255 : 0)))
    const contours = hold(new (cv().MatVector)())
    cv().findContours(mask, contours, hold(new (cv().Mat)()), cv().RETR_EXTERNAL, cv().CHAIN_APPROX_SIMPLE)
    const boxes: Box[] = []
    for (let i = 0; i < Number(contours.size()); i++) {
      const contour = hold(contours.get(i))
      const rect = cv().minAreaRect(contour)
      const [short, area] = [Math.min(rect.size.width, rect.size.height), rect.size.width * rect.size.height]
      if (short < SMALLEST || meanIn(probabilities, width, cv().boundingRect(contour)) < LINE) continue
      const border = (area * BORDER) / (2 * (rect.size.width + rect.size.height))
      boxes.push(alongText(rect, border * 2))
    }
    return boxes
  })
}

/** Returns the mean probability of a region's pixels that belong to text. */
function meanIn(probabilities: Float32Array, width: number, region: OpenCv.Rect): number {
  let [sum, count] = [0, 0]
  for (let y = region.y; y < region.y + region.height; y++)
    for (let x = region.x; x < region.x + region.width; x++) {
      const probability = probabilities[y * width + x] ?? 0
      if (probability <= PIXEL) continue
      sum += probability
      count += 1
    }
  return count === 0 ? 0 : sum / count
}

/** Returns a rectangle grown on all sides, its long side along the text and its angle from −90 up to 90. */
function alongText({ center, size, angle }: OpenCv.RotatedRect, growth: number): Box {
  const [width, height] = [size.width + growth, size.height + growth]
  const isLying = size.width >= size.height
  const turned = isLying ? angle : angle + 90
  const upright = ((((turned + 90) % 180) + 180) % 180) - 90
  return { ...center, width: isLying ? width : height, height: isLying ? height : width, angle: upright }
}

/** The two scales are all but equal, since only rounding makes them differ. */
const scaled = ({ x, y, width, height, angle }: Box, across: number, down: number): Box => ({
  x: x * across,
  y: y * down,
  width: width * Math.sqrt(across * down),
  height: height * Math.sqrt(across * down),
  angle,
})
