import type { Level } from './levels'

/**
 * Describes what happens to a signed letter in addition to what `MAKING` does to a photograph. It was fixed before
 * anything was tuned, and is not changed to meet a goal. Shares are of all pictures.
 */
export const LETTER_MAKING: Readonly<
  Record<
    Level,
    {
      /** The share that was folded; how much shorter and how far aside what is beyond the fold seems, and its light. */
      readonly folded: number
      readonly bend: number
      readonly light: number
      /** Gives the lowest share of a colour in the light. */
      readonly tint: number
    }
  >
> = {
  scan: { folded: 0.1, bend: 0.001, light: 0.97, tint: 1 },
  phone: { folded: 0.25, bend: 0.006, light: 0.88, tint: 0.88 },
  'bad-phone': { folded: 0.35, bend: 0.01, light: 0.8, tint: 0.8 },
}

/** The shares of letters by what was done to them, of all levels. */
export const SHARES = {
  /** The last page is photographed, which is the signed one. */
  last: 0.67,
  /** The picture lies on a side, or on its head. */
  turned: 0.3,
  /** Copied by a machine before it is photographed: in colour, and in grey. */
  copied: 0.12,
  copiedGrey: 0.08,
  unsigned: 0.15,
  undated: 0.15,
  /** The mark is missing, or is of the other kind than the required one. */
  unmarked: 0.15,
  otherMark: 0.15,
  /** A character of a clause is another; a digit of a number is another; a clause is replaced. */
  character: 0.2,
  digit: 0.1,
  paragraph: 0.15,
} as const

/** Millimetres: seals of organisations are 38 to 45 mm wide; of a finger, the pad is seen, or it was rolled. */
export const SIZES = { seal: [38, 45], fingerWidth: [14, 20], fingerHeight: [19, 28] } as const
