/** 1, 2 or 5 times a power of ten: what one counts by. */
const STEPS = [1, 2, 5, 10]

/** About how many lines of a scale are drawn. */
const LINES = 4

/** The values of a scale from 0 to what holds the highest: whole numbers, evenly apart, at least 0 and 1. */
export function ticksTo(highest: number): number[] {
  const rough = Math.max(highest, 1) / LINES
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, (STEPS.find((times) => times * power >= rough) ?? 10) * power)
  const count = Math.max(1, Math.ceil(highest / step))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}
