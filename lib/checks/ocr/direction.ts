import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { cut } from './cut'
import { infer, type Models, planesOf } from './models'
import type { Box } from './pixels'

const WIDTH = 192
const HEIGHT = 48
const HALF = [0.5, 0.5, 0.5]
/** The widest lines say it best; more of them would only take time. */
const ASKED = 10

/** Returns how likely the lines are upside down, from 0 to 1; half when there is none. */
export async function upsideDown({ direction }: Models, picture: OpenCv.Mat, boxes: readonly Box[]): Promise<number> {
  const asked = boxes
    .filter(({ width, height }) => width > height * 2)
    .sort((a, b) => b.width / b.height - a.width / a.height)
    .slice(0, ASKED)
  if (asked.length === 0) return 0.5
  const input = new Float32Array(asked.length * 3 * WIDTH * HEIGHT)
  for (const [i, box] of asked.entries()) {
    // A line keeps its proportions; one that is longer than the model sees shows its start.
    const seen = Math.min(box.width, (box.height * WIDTH) / HEIGHT)
    const angle = (box.angle * Math.PI) / 180
    const aside = (box.width - seen) / 2
    const start = { ...box, x: box.x - aside * Math.cos(angle), y: box.y - aside * Math.sin(angle), width: seen }
    const width = Math.max(1, Math.round((seen / box.height) * HEIGHT))
    const rgb = cut(picture, start, width, HEIGHT)
    const piece = planesOf(rgb, width * HEIGHT, HALF, HALF)
    for (let plane = 0; plane < 3; plane++)
      for (let y = 0; y < HEIGHT; y++) {
        const row = piece.subarray((plane * HEIGHT + y) * width, (plane * HEIGHT + y + 1) * width)
        input.set(row.subarray(0, WIDTH), ((i * 3 + plane) * HEIGHT + y) * WIDTH)
      }
  }
  const { data } = await infer(direction, input, [asked.length, 3, HEIGHT, WIDTH])
  return asked.reduce((sum, _, i) => sum + (data[i * 2 + 1] ?? 0), 0) / asked.length
}
