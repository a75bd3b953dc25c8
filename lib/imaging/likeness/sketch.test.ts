import sharp from 'sharp'
import { expect, test } from 'vitest'
import { spots } from '@/tests/factories/spots'
import { draw } from '../draw'
import { SKETCH_BYTES, VIEW_LENGTH } from './sketch'

const sketched = async (bytes: Buffer) => (await draw(sharp(bytes))).sketch

const viewsOf = (sketch: Buffer) => {
  const numbers = Float32Array.from({ length: sketch.length / 4 }, (_, at) => sketch.readFloatLE(at * 4))
  return Array.from({ length: numbers.length / VIEW_LENGTH }, (_, at) =>
    numbers.subarray(at * VIEW_LENGTH, (at + 1) * VIEW_LENGTH),
  )
}

const cosine = (a: Float32Array, b: Float32Array) => {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

/** Returns how alike the most alike views are, of which one is a picture as it is. */
function alike(one: Buffer, other: Buffer): number {
  const [a, b] = [viewsOf(one), viewsOf(other)]
  const [first, second] = [a[0], b[0]]
  if (!first || !second) throw new Error('No view')
  return Math.max(...a.map((view) => cosine(view, second)), ...b.map((view) => cosine(view, first)))
}

const COPIES: [string, (bytes: Buffer) => Promise<Buffer>][] = [
  ['compressed again', (bytes) => sharp(bytes).jpeg({ quality: 35 }).toBuffer()],
  ['half as large', (bytes) => sharp(bytes).resize(450).jpeg().toBuffer()],
  [
    'cut at its edges',
    (bytes) => sharp(bytes).extract({ left: 40, top: 30, width: 815, height: 550 }).jpeg().toBuffer(),
  ],
  [
    'turned, and cut to a rectangle',
    async (bytes) => {
      const turned = await sharp(bytes).rotate(2.5).toBuffer()
      return sharp(turned).extract({ left: 43, top: 50, width: 840, height: 540 }).jpeg().toBuffer()
    },
  ],
]

test.each(COPIES)('a copy that was %s is alike, and another picture is not', async (_, copy) => {
  const [one, other] = [await spots(1), await spots(2)]
  const sketch = await sketched(one)
  expect(sketch).toHaveLength(SKETCH_BYTES)
  expect(alike(sketch, await sketched(await copy(one)))).toBeGreaterThan(0.94)
  expect(alike(sketch, await sketched(await copy(other)))).toBeLessThan(0.6)
})

test('a page of one colour has a sketch of zeros', async () => {
  const blank = sharp({ create: { width: 900, height: 600, channels: 3, background: '#e8e8e8' } })
  expect((await draw(blank)).sketch.equals(Buffer.alloc(SKETCH_BYTES))).toBe(true)
})
