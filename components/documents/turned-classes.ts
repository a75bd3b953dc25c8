import type { Turned } from '@/lib/checks/upright'

/** Fills a box that is `TURNING`, turned by so many degrees, clockwise. Lying, its sides change places. */
export const TURNED: Readonly<Record<Turned, string>> = {
  0: 'size-full',
  90: 'absolute top-1/2 left-1/2 h-[100cqw] w-[100cqh] -translate-1/2 rotate-90',
  180: 'size-full rotate-180',
  270: 'absolute top-1/2 left-1/2 h-[100cqw] w-[100cqh] -translate-1/2 -rotate-90',
}

/** Names a box of a given size in which a picture is turned. */
export const TURNING = 'relative overflow-hidden [container-type:size]'

const QUARTERS = [0, 90, 180, 270] as const satisfies readonly Turned[]

/** Returns how a picture is shown that lies so, after the reader turned it so often by a quarter. */
export const shownTurn = (turned: Turned = 0, quarters: number): Turned => QUARTERS[(turned / 90 + quarters) % 4] ?? 0
