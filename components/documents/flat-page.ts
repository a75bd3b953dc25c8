type Point = { readonly x: number; readonly y: number }
type Rectangle = { x: number; y: number; width: number; height: number }

/** Holds the corners of a page in its picture, clockwise from the upper left of the print, in shares of the picture. */
export type Corners = readonly [Point, Point, Point, Point]

/** The long side of A4 is √2 times the short one (ISO 216). */
const A4 = Math.SQRT2

/**
 * Returns the map from a page that lies flat, in shares of it, to its picture: the projective one that takes the
 * corners of the unit square to the four points (Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989,
 * 2.2.2).
 */
export function inPicture([a, b, c, d]: Corners): (point: Point) => Point {
  const [dx1, dx2, dx3] = [b.x - c.x, d.x - c.x, a.x - b.x + c.x - d.x]
  const [dy1, dy2, dy3] = [b.y - c.y, d.y - c.y, a.y - b.y + c.y - d.y]
  const area = dx1 * dy2 - dx2 * dy1
  const g = (dx3 * dy2 - dx2 * dy3) / area
  const h = (dx1 * dy3 - dx3 * dy1) / area
  const [xu, xv] = [b.x - a.x + g * b.x, d.x - a.x + h * d.x]
  const [yu, yv] = [b.y - a.y + g * b.y, d.y - a.y + h * d.y]
  return ({ x: u, y: v }) => {
    const w = g * u + h * v + 1
    return { x: (xu * u + xv * v + a.x) / w, y: (yu * u + yv * v + a.y) / w }
  }
}

/** Returns the upright rectangle in the picture around one of the page that lies flat. */
export function aroundInPicture(corners: Corners, { x, y, width, height }: Rectangle): Rectangle {
  const map = inPicture(corners)
  const points = [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ].map(map)
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)]
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }
}

type Pixels = { data: Uint8ClampedArray; width: number; height: number }

/** Draws the page as it lies flat: each pixel is mixed of the four of the picture around where it comes from. */
export function laidFlat({ data, width, height }: Pixels, corners: Corners, flat: Pixels): void {
  const map = inPicture(corners)
  flat.data.fill(255)
  for (let row = 0; row < flat.height; row++)
    for (let column = 0; column < flat.width; column++) {
      const { x, y } = map({ x: (column + 0.5) / flat.width, y: (row + 0.5) / flat.height })
      const [left, top] = [x * width - 0.5, y * height - 0.5]
      const [from, above] = [Math.floor(left), Math.floor(top)]
      if (from < 0 || above < 0 || from >= width - 1 || above >= height - 1) continue
      const [right, down] = [left - from, top - above]
      const at = (above * width + from) * 4
      const to = (row * flat.width + column) * 4
      for (let colour = 0; colour < 3; colour++) {
        const upper = (data[at + colour] ?? 0) * (1 - right) + (data[at + 4 + colour] ?? 0) * right
        const under = at + width * 4 + colour
        const lower = (data[under] ?? 0) * (1 - right) + (data[under + 4] ?? 0) * right
        flat.data[to + colour] = upper * (1 - down) + lower * down
      }
    }
}

/** Pixels on the short side of a page that lies flat, as many as most pictures have of it. */
const WIDTH = 1_400

/**
 * Draws the page as it lies flat, in the browser: the picture was fetched already, and nothing more is stored of a
 * page.
 *
 * @returns the address of a picture, to be revoked by the caller
 */
export async function drawFlat(src: string, corners: Corners): Promise<string> {
  const image = new Image()
  image.src = src
  await image.decode()
  const [width, height] = [image.naturalWidth, image.naturalHeight]
  const source = contextOf(width, height)
  source.drawImage(image, 0, 0)
  const flat = contextOf(WIDTH, Math.round(WIDTH * A4))
  const drawn = flat.createImageData(flat.canvas.width, flat.canvas.height)
  laidFlat(source.getImageData(0, 0, width, height), corners, drawn)
  flat.putImageData(drawn, 0, 0)
  const blob = await new Promise<Blob | null>((made) => flat.canvas.toBlob(made, 'image/png'))
  if (!blob) throw new Error('The browser can’t draw this page')
  return URL.createObjectURL(blob)
}

function contextOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser has no canvas')
  return context
}
