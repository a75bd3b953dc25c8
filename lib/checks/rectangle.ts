/** A place in the picture as it was given, not turned, in shares of its width and height. */
export type Rectangle = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
