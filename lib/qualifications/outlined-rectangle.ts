import type { OutlinedPlace } from './outlined-place'

type Rectangle = { x: number; y: number; width: number; height: number }

/** Returns where an outlined place is on its page, by its corner and its size. */
export const rectangleOf = ({ left, top, right, bottom }: Omit<OutlinedPlace, 'fileId' | 'page'>): Rectangle => ({
  x: left,
  y: top,
  width: right - left,
  height: bottom - top,
})
