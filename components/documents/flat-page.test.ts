import { expect, test } from 'vitest'
import { aroundInPicture, type Corners, inPicture, laidFlat } from './flat-page'

const ASKEW: Corners = [
  { x: 0.2, y: 0.1 },
  { x: 0.9, y: 0.2 },
  { x: 0.8, y: 0.95 },
  { x: 0.1, y: 0.8 },
]
const near = ({ x, y }: { x: number; y: number }) => [x.toFixed(6), y.toFixed(6)]

test('the corners of the page come from the corners in the picture, and its middle from where the diagonals cross', () => {
  const map = inPicture(ASKEW)
  const square = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
    { x: 0, y: 1 },
  ]
  expect(square.map(map).map(near)).toEqual(ASKEW.map(near))
  const [a, , c] = ASKEW
  const { x, y } = map({ x: 0.5, y: 0.5 })
  expect((x - a.x) * (c.y - a.y)).toBeCloseTo((y - a.y) * (c.x - a.x), 10)
})

test('a place of the page is inside of its rectangle in the picture, also upside down', () => {
  const [a, b, c, d] = ASKEW
  for (const corners of [ASKEW, [c, d, a, b] as const]) {
    const map = inPicture(corners)
    const { x, y, width, height } = aroundInPicture(corners, { x: 0.1, y: 0.7, width: 0.3, height: 0.2 })
    const middle = map({ x: 0.25, y: 0.8 })
    expect(middle.x > x && middle.x < x + width && middle.y > y && middle.y < y + height).toBe(true)
  }
})

test('a page is laid flat: what is outside of the picture stays white', () => {
  const picture = { data: new Uint8ClampedArray(40 * 40 * 4), width: 40, height: 40 }
  for (let at = 0; at < picture.data.length; at += 4) {
    picture.data[at] = (at / 4) % 40 < 20 ? 0 : 200 // dark on the left
  }
  const flat = { data: new Uint8ClampedArray(10 * 10 * 4), width: 10, height: 10 }
  const red = (column: number, row: number) => flat.data[(row * 10 + column) * 4]
  const turned: Corners = [
    { x: 0.9, y: 0.1 },
    { x: 0.9, y: 0.9 },
    { x: 0.1, y: 0.9 },
    { x: 0.1, y: 0.1 },
  ]
  laidFlat(picture, turned, flat)
  expect([red(5, 1), red(5, 8)]).toEqual([200, 0])
  laidFlat(
    picture,
    [
      { x: -0.5, y: 0.1 },
      { x: 0.5, y: 0.1 },
      { x: 0.5, y: 0.9 },
      { x: -0.5, y: 0.9 },
    ],
    flat,
  )
  expect([red(1, 5), red(7, 5)]).toEqual([255, 0])
})
