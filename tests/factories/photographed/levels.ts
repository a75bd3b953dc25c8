import type { Random } from '@/scripts/demo/specimens/random'

/** Says how well a picture is made. These were fixed before anything was tuned, and are not changed to meet a goal. */
export type Level = 'scan' | 'phone' | 'bad-phone'

export const LEVELS: readonly Level[] = ['scan', 'phone', 'bad-phone']

type Range = readonly [from: number, to: number]

type Making = {
  /** Counts the pixels of the picture: no more than a rendition has, which is what is read. */
  readonly picture: readonly [width: number, height: number]
  /** Counts the pixels on the document's long side; null means 300 dots an inch, up to what a rendition has. */
  readonly longSide: Range | null
  /** Degrees, to either side. */
  readonly tilt: number
  /** A corner is pulled away this far at most, in shares of the document's sides. */
  readonly perspective: number
  readonly blur: Range
  /** Gives the brightness at the dark end, as a share of that at the bright one. */
  readonly dusk: Range
  /** Gives the brightness in a shadow; null means that there is none. */
  readonly shadow: Range | null
  readonly noise: Range
  readonly jpeg: Range
}

export const MAKING: Readonly<Record<Level, Making>> = {
  scan: {
    picture: [2000, 1500],
    longSide: null,
    tilt: 2,
    perspective: 0,
    blur: [0, 0.4],
    dusk: [0.97, 1],
    shadow: null,
    noise: [0.5, 1.5],
    jpeg: [85, 95],
  },
  phone: {
    picture: [2000, 1500],
    longSide: [900, 1600],
    tilt: 15,
    perspective: 0.05,
    blur: [0, 0.8],
    dusk: [0.65, 1],
    shadow: null,
    noise: [1.5, 3.5],
    jpeg: [70, 85],
  },
  'bad-phone': {
    picture: [1600, 1200],
    longSide: [600, 900],
    tilt: 25,
    perspective: 0.08,
    blur: [0.8, 1.6],
    dusk: [0.55, 0.9],
    shadow: [0.5, 0.75],
    noise: [3, 6],
    jpeg: [45, 70],
  },
}

export const SPOILS = ['blur', 'dark', 'glare', 'cut', 'wrong-side', 'wrong-kind', 'upside-down'] as const
export type Spoil = (typeof SPOILS)[number]

export const within = (random: Random, [from, to]: Range) => random.between(from, to)
