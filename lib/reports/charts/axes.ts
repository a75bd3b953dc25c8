import type { Shape } from './chart'
import { TEXT } from './chart'
import { textWidth } from './text-width'

/** A frame is the area of a chart over days, between the scale at the left and the dates below. */
export type Frame = { left: number; top: number; width: number; height: number }

const ABOVE = 8
const BELOW = 24
const HEIGHT = 200

export function frameOf(width: number, labels: readonly string[]): Frame {
  const left = Math.max(...labels.map(textWidth), 0) + 8
  return { left, top: ABOVE, width: width - left - 2, height: HEIGHT - ABOVE - BELOW }
}

export const heightOf = ({ top, height }: Frame): number => top + height + BELOW

/** Returns the middle of each day's share of the width. */
export const middleOf = ({ left, width }: Frame, index: number, count: number): number =>
  left + (width * (index + 0.5)) / count

/** Returns the lines across, each with its value at the left. */
export function scaleLines(frame: Frame, lines: readonly { y: number; label: string; isBase: boolean }[]): Shape[] {
  const { left, width } = frame
  return lines.flatMap(({ y, label, isBase }): Shape[] => [
    { as: 'rule', x: left, y, toX: left + width, toY: y, tone: isBase ? 'axis' : 'grid' },
    { as: 'text', x: left - 6, y: y + TEXT / 3, text: label, anchor: 'end', tone: 'muted' },
  ])
}

/** Returns as many dates as fit without touching, always with the last one. */
export function dayLabels(frame: Frame, days: readonly string[]): Shape[] {
  const each = frame.width / Math.max(1, days.length)
  const widest = Math.max(...days.map(textWidth), 1)
  const stride = Math.ceil((widest * 1.5 + 8) / each) // the last date moves in by up to half of its width
  const [from, to] = [widest / 2, frame.left + frame.width + 2 - widest / 2]
  return days.flatMap((text, index): Shape[] => {
    if ((days.length - 1 - index) % stride !== 0) return []
    const x = Math.min(to, Math.max(from, middleOf(frame, index, days.length)))
    return [{ as: 'text', x, y: heightOf(frame) - 6, text, anchor: 'middle', tone: 'muted' }]
  })
}
