/** The steps between lines are 1, 2 or 5 times a power of ten. */
const STEPS = [1, 2, 5, 10]

/** A scale has about this many lines. */
const LINES = 4

/** Returns the values of a scale from 0 to at least the highest: whole numbers at equal distances, at least 0 and 1. */
export function ticksTo(highest: number): number[] {
  const rough = Math.max(highest, 1) / LINES
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, (STEPS.find((times) => times * power >= rough) ?? 10) * power)
  const count = Math.max(1, Math.ceil(highest / step))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}
