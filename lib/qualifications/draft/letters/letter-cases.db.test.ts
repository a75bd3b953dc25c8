import { expect, test } from 'vitest'
import type { Reading } from '@/lib/checks/reading'
import { newId } from '@/lib/core/ids'
import english from '@/lib/core/languages/messages/en/rulebook.json'
import chinese from '@/lib/core/languages/messages/zh-CN/rulebook.json'
import { letterCode, letterSigner } from '@/lib/rulebook/letters/letter-code'
import {
  aDraftOfOneLetter,
  aDraftOfTwoLetters,
  aPageOf,
  LETTER_VERSION,
  letterFindingsOf,
  noLetter,
  photographedAs,
  removeLetter,
  THUMBPRINT,
} from '@/tests/factories/photographed-letters'
import { aLetterReading, anUnreadLetter } from '@/tests/factories/readings'

/**
 * These tests say what an applicant reads of each thing that may be in the place of a letter:
 * `docs/letter-recognition.md` lists it.
 */

const anothers = async (page: number) => aPageOf((await aDraftOfOneLetter()).now, page)
const FORGED = aLetterReading(
  letterCode(
    { letterId: newId(), page: 1, pages: 2, version: LETTER_VERSION },
    letterSigner(new Uint8Array(32).fill(8)),
  ),
  false,
)
const BLANK = noLetter('NONE', true)
const CAT = noLetter('NONE')
const CARD = noLetter('RESIDENT_ID')
const TITLED = anUnreadLetter()
const UNCODED = aLetterReading(null, true, THUMBPRINT)

type Draft = Awaited<ReturnType<typeof aDraftOfTwoLetters>>
type Case = [name: string, codes: string[], files: (of: Draft) => Promise<Reading[][]>]

/** Returns both pages of the letter in one file, and another file. */
const next = async ({ now }: Draft, ...other: Reading[]) => [[await aPageOf(now, 1), await aPageOf(now, 2)], other]

const CASES: Case[] = [
  ['the letter itself', [], async ({ now }) => [[await aPageOf(now, 1)], [await aPageOf(now, 2)]]],
  ['its pages in another order', [], async ({ now }) => [[await aPageOf(now, 2), await aPageOf(now, 1)]]],
  ['a forged payload', ['warn LETTER_CODE_UNKNOWN'], (of) => next(of, FORGED)],
  ['another’s letter', ['block LETTER_WRONG_PARTY'], async (of) => next(of, await anothers(1))],
  ['a void letter', ['block LETTER_OUTDATED'], async ({ old }) => [[await aPageOf(old, 1), await aPageOf(old, 2)]]],
  ['a page twice', ['warn LETTER_PAGE_TWICE'], async (of) => next(of, await aPageOf(of.now, 1))],
  ['a page missing', ['warn PAGE_MISSING'], async ({ now }) => [[await aPageOf(now, 2)]]],
  ['blank paper', ['warn LETTER_BLANK'], (of) => next(of, BLANK)],
  ['a cat', ['warn WRONG_DOCUMENT'], (of) => next(of, CAT)],
  ['a card', ['warn WRONG_DOCUMENT'], (of) => next(of, CARD)],
  ['a letter by its title alone', ['warn LETTER_UNREAD'], (of) => next(of, TITLED)],
  ['a page whose code nobody could read', ['warn LETTER_UNCERTAIN'], (of) => next(of, UNCODED)],
]
/** Two letters were issued before each upload, so that a file without a code may be of either. */
const EITHER = 'warn LETTER_UNCERTAIN'

test.each(CASES)('%s', async (_, codes, files) => {
  const draft = await aDraftOfTwoLetters()
  await photographedAs(draft, ...(await files(draft)))
  const found = await letterFindingsOf(draft)
  expect(found.filter((code) => code !== EITHER || codes.includes(EITHER))).toEqual(codes)
})

test('mixed pages in one PDF: one of another’s or a void letter blocks; each other fault is said, next to another’s or without both', async () => {
  const draft = await aDraftOfTwoLetters()
  const first = await aPageOf(draft.now, 1)
  const faulty = [first, FORGED, BLANK, CAT, CARD, TITLED, UNCODED, first]
  await photographedAs(draft, [await anothers(2), await aPageOf(draft.old, 2), ...faulty])
  expect((await letterFindingsOf(draft)).toSorted()).toEqual([
    'block LETTER_WRONG_PARTY',
    'warn LETTER_BLANK',
    'warn LETTER_CODE_UNKNOWN',
    'warn LETTER_UNREAD',
    'warn WRONG_DOCUMENT',
  ])
  await removeLetter(draft)
  await photographedAs(draft, [...faulty, await aPageOf(draft.old, 2)])
  expect(await letterFindingsOf(draft)).toEqual(['block LETTER_OUTDATED'])
  await removeLetter(draft)
  await photographedAs(draft, faulty)
  expect((await letterFindingsOf(draft)).toSorted()).toEqual([
    'warn LETTER_BLANK',
    'warn LETTER_CODE_UNKNOWN',
    'warn LETTER_PAGE_TWICE',
    'warn LETTER_UNCERTAIN',
    'warn LETTER_UNREAD',
    'warn WRONG_DOCUMENT',
  ])
})

test('each of them has a sentence of its own for the applicant, and one for the reviewer, in both languages', () => {
  const codes = [...new Set(CASES.flatMap(([, found]) => found.map((one) => one.split(' ')[1])))]
  for (const { findings } of [chinese, english]) {
    const words = new Map<string | undefined, { name: string; text: string }>(Object.entries(findings))
    expect(codes.filter((code) => !words.has(code))).toEqual([])
    expect(new Set(codes.map((code) => words.get(code)?.text)).size).toBe(codes.length)
    expect(new Set(codes.map((code) => words.get(code)?.name)).size).toBe(codes.length)
  }
})
