import type { LetterTexts } from './letter-text'
import { CN_MAINLAND_2024_10_INDIVIDUAL } from './versions/cn-mainland-2024-10-individual'

/** The versions that come with the portal, oldest first. */
export const BUILT_IN_LETTERS: readonly [LetterTexts, ...LetterTexts[]] = [
  { version: 'cn-mainland/2024-10', texts: [CN_MAINLAND_2024_10_INDIVIDUAL] },
]

export const BUILT_IN_LETTER_VERSION = (BUILT_IN_LETTERS.at(-1) ?? BUILT_IN_LETTERS[0]).version
