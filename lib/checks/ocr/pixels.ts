import 'server-only'

/** Holds a decoded picture: rows of RGB, without any metadata. */
export type Pixels = { readonly data: Uint8Array; readonly width: number; readonly height: number }

export type Point = { readonly x: number; readonly y: number }

/** Lists the corners of a line of text, clockwise from the start of its upper edge. */
export type Quad = readonly [Point, Point, Point, Point]

/** Describes a line of text as a model found it: `width` runs along the text, `angle` is in degrees, clockwise. */
export type Box = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly angle: number
}

export function cornersOf({ x, y, width, height, angle }: Box): Quad {
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
  const at = (along: number, across: number): Point => ({
    x: x + along * cos - across * sin,
    y: y + along * sin + across * cos,
  })
  const [half, up] = [width / 2, height / 2]
  return [at(-half, -up), at(half, -up), at(half, up), at(-half, up)]
}
