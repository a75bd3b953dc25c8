import type { Turned } from '@/lib/checks/upright'
import type { Edges } from './marked-picture'

/** Returns where a place is on a picture that is shown turned, in shares of it as it is shown. */
export function turnedPlace({ left, top, right, bottom }: Edges, turned: Turned): Edges {
  switch (turned) {
    case 0:
      return { left, top, right, bottom }
    case 90:
      return { left: 1 - bottom, top: left, right: 1 - top, bottom: right }
    case 180:
      return { left: 1 - right, top: 1 - bottom, right: 1 - left, bottom: 1 - top }
    case 270:
      return { left: top, top: 1 - right, right: bottom, bottom: 1 - left }
  }
}
