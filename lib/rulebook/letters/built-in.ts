import type { LetterTexts } from './letter-text'
import { CN_MAINLAND_2024_10_AUTHORISATION } from './versions/cn-mainland-2024-10-authorisation'
import { CN_MAINLAND_2024_10_INDIVIDUAL } from './versions/cn-mainland-2024-10-individual'
import {
  CN_MAINLAND_2024_10_ORGANISATION,
  CN_MAINLAND_2024_10_ORGANISATION_WITHOUT_SEAL,
} from './versions/cn-mainland-2024-10-organisation'

/** Lists the versions that come with the portal, oldest first. */
export const BUILT_IN_LETTERS: readonly [LetterTexts, ...LetterTexts[]] = [
  {
    version: 'cn-mainland/2024-10',
    texts: [
      CN_MAINLAND_2024_10_INDIVIDUAL,
      CN_MAINLAND_2024_10_ORGANISATION,
      CN_MAINLAND_2024_10_ORGANISATION_WITHOUT_SEAL,
      CN_MAINLAND_2024_10_AUTHORISATION,
    ],
  },
]

export const BUILT_IN_LETTER_VERSION = (BUILT_IN_LETTERS.at(-1) ?? BUILT_IN_LETTERS[0]).version

/** Returns the titles by which letters are known on a picture, each once and without spaces. */
export const titlesOf = (versions: readonly LetterTexts[]): string[] => [
  ...new Set(versions.flatMap(({ texts }) => texts.map(({ title }) => title['zh-CN'].replaceAll(/\s/g, '')))),
]
