import { type Answer, type Asked, FAILED, type Prepared } from './asked'
import { FRAME_SIDE, type Frame, within } from './frame'
import { guidanceOf, movementBetween } from './guidance'
import { CLOSE_LONG_SIDE, CLOSE_SIDE, look } from './picture-checks'

/** Runs in a Worker: decodes and looks at pictures, so that the page stays quick. One after another, for memory. */
let turn: Promise<unknown> = Promise.resolve()
let previous: Frame | null = null

addEventListener('message', ({ data: { id, asked } }: MessageEvent<{ id: number; asked: Asked }>) => {
  turn = turn.then(async () => {
    const answer = await answerTo(asked).catch(() => FAILED) // what this browser can't decode, say
    postMessage({ id, answer })
  })
})

async function answerTo(asked: Asked): Promise<Answer> {
  if (asked.of === 'FRAME') {
    const { frame, close, shape } = asked
    const seen = look(frame, shape, close, true)
    const guidance = guidanceOf(seen, movementBetween(previous, frame), shape)
    previous = frame
    return { guidance, quad: seen.quad }
  }
  const picture = await createImageBitmap(asked.file, { imageOrientation: 'from-image' })
  try {
    return asked.of === 'FILE' ? await prepared(asked, picture) : { turned: await turned(picture, asked.quarters) }
  } finally {
    picture.close()
  }
}

async function prepared(
  { file, shape, limits }: Extract<Asked, { of: 'FILE' }>,
  picture: ImageBitmap,
): Promise<Prepared> {
  const { doubts } = look(smallOf(picture), shape, closeOf(picture))
  const isTooLarge = file.size > limits.maxBytes || picture.width * picture.height > limits.maxPixels
  // Where it can't be made smaller, it is sent as it is, and the portal says what is wrong.
  const smaller = isTooLarge ? await madeSmaller(picture, limits).catch(() => null) : null
  return { doubts, smaller }
}

/** Print of 8 points on a page is read well at 2,400 pixels: the last try is the least that is worth sending. */
const TRIES = [
  { side: 4000, quality: 0.92 },
  { side: 4000, quality: 0.85 },
  { side: 3000, quality: 0.85 },
  { side: 2400, quality: 0.8 },
] as const

async function madeSmaller(picture: ImageBitmap, { maxBytes, maxPixels }: { maxBytes: number; maxPixels: number }) {
  for (const { side, quality } of TRIES) {
    const size = within(picture.width, picture.height, side)
    if (size.width * size.height > maxPixels) continue
    const canvas = canvasOf(size.width, size.height)
    canvas.pen.drawImage(picture, 0, 0, size.width, size.height)
    const blob = await canvas.encoded(quality)
    if (blob.size <= maxBytes) return blob
  }
  return null
}

async function turned(picture: ImageBitmap, quarters: number): Promise<Blob> {
  const { width, height } = picture
  const isUpright = quarters % 2 === 0
  const canvas = canvasOf(isUpright ? width : height, isUpright ? height : width)
  canvas.pen.translate(canvas.width / 2, canvas.height / 2)
  canvas.pen.rotate((quarters * Math.PI) / 2)
  canvas.pen.drawImage(picture, -width / 2, -height / 2)
  return canvas.encoded(0.92)
}

function smallOf(picture: ImageBitmap): Frame {
  const { width, height } = within(picture.width, picture.height, FRAME_SIDE)
  const { pen } = canvasOf(width, height)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(picture, 0, 0, width, height)
  return pen.getImageData(0, 0, width, height)
}

function closeOf(picture: ImageBitmap): Frame {
  const large = within(picture.width, picture.height, CLOSE_LONG_SIDE)
  const width = Math.min(CLOSE_SIDE, large.width)
  const height = Math.min(CLOSE_SIDE, large.height)
  const { pen } = canvasOf(width, height)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(picture, (width - large.width) / 2, (height - large.height) / 2, large.width, large.height)
  return pen.getImageData(0, 0, width, height)
}

function canvasOf(width: number, height: number) {
  const canvas = new OffscreenCanvas(width, height)
  const pen = canvas.getContext('2d', { willReadFrequently: width * height < 1_000_000 })
  if (!pen) throw new Error('There is no canvas')
  const encoded = (quality: number) => canvas.convertToBlob({ type: 'image/jpeg', quality })
  pen.fillStyle = '#fff' // JPEG has no transparency
  pen.fillRect(0, 0, width, height)
  return { width, height, pen, encoded }
}
