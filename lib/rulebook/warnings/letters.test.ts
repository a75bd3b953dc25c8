import { describe, expect, test } from 'vitest'
import type { Reading } from '@/lib/checks/reading'
import { newId } from '@/lib/core/ids'
import { aLetterReading, anUnreadLetter, aReading, EMPTY_BOX } from '@/tests/factories/readings'
import { letterCode, letterSigner } from '../letters/letter-code'
import { letterPicture } from '../letters/letter-pictures'
import { letterDoubts, letterFindings } from './letters'
import { pictureDoubts } from './pictures'

const signer = letterSigner(new Uint8Array(32).fill(7))
const letterId = newId()
const code = (page: number, by = signer) => letterCode({ letterId, page, pages: 2, version: 'cn-mainland/2024-10' }, by)

/** A page whose code nobody could read, and which is like that of an issued page. */
const guessed = (page: number, of = letterId) => {
  const text = letterCode({ letterId: of, page, pages: 2, version: 'cn-mainland/2024-10' }, signer)
  return aLetterReading(null, page === 2, { code: { text, confidence: 0.9, isRead: false } })
}
const UNREAD = anUnreadLetter()

type Expected = Parameters<typeof letterDoubts>[1]
const SEALED: Expected = {
  letterId: null,
  voidIds: [],
  marks: ['SIGNATURE', 'SEAL', 'DATE'],
  sealedBy: '样本科技（北京）有限公司',
  isAllRead: true,
}
const THUMBED: Expected = { ...SEALED, marks: ['SIGNATURE', 'THUMBPRINT', 'DATE'] }
const first = aLetterReading(code(1), false)
const last = (given: Parameters<typeof aLetterReading>[2] = {}) => aLetterReading(code(2), true, given)
const mark = (kind: 'none' | 'thumbprint' | 'seal') => ({ mark: { ...EMPTY_BOX, kind } })
const seal = (value: string, confidence = 0.95) => ({ sealName: { value, confidence } })
const doubts = (pages: Reading[], expected = SEALED) =>
  letterDoubts(
    pages.map((page) => letterPicture(page, signer)),
    expected,
  )
const codesOf = (...given: Parameters<typeof doubts>) => doubts(...given).map(({ code }) => code)

test('a whole letter with all its marks has no doubts, in any order of the pages', () => {
  expect(doubts([first, last()])).toEqual([])
  expect(doubts([last(seal('样本科技北京有限公司')), first])).toEqual([])
  expect(doubts([first, last(mark('thumbprint'))], THUMBED)).toEqual([])
})

test.each<[string, Reading[], Expected, string[]]>([
  ['no signature', [first, last({ signature: EMPTY_BOX })], SEALED, ['SIGNATURE_MISSING']],
  ['no date', [first, last({ date: EMPTY_BOX })], SEALED, ['LETTER_UNDATED']],
  ['no seal', [first, last(mark('none'))], SEALED, ['SEAL_MISSING']],
  ['a thumbprint for a seal', [first, last(mark('thumbprint'))], SEALED, ['SEAL_MISSING']],
  ['a seal for a thumbprint', [first, last()], THUMBED, ['THUMBPRINT_MISSING']],
  ['another seal', [first, last(seal('虚构省巍刚建筑工程商行'))], SEALED, ['SEAL_MISMATCH']],
  [
    'a seal of which another part differs',
    [first, last(seal('样本科技（上海市）股份公司'))],
    SEALED,
    ['SEAL_MISMATCH'],
  ],
  ['a seal of which a few characters are read wrong', [first, last(seal('样木科枝（北京）有限公司'))], SEALED, []],
  [
    'a page that was photographed again, now with a signature',
    [first, last({ signature: EMPTY_BOX }), last()],
    SEALED,
    ['LETTER_PAGE_TWICE'],
  ],
  ['a grey copy, of which no mark is missed', [first, last({ grey: true, mark: null })], SEALED, ['PHOTOCOPY']],
  [
    'another text',
    [{ ...first, ...aLetterReading(code(1), false, { altered: [EMPTY_BOX] }) }, last()],
    SEALED,
    ['LETTER_ALTERED'],
  ],
  ['a page twice, and one missing', [first, first], SEALED, ['LETTER_PAGE_TWICE', 'PAGE_MISSING']],
  ['a page too many', [first, first, last()], SEALED, ['LETTER_PAGE_TWICE']],
  ['a page missing', [last()], SEALED, ['PAGE_MISSING']],
  ['a page whose code nobody can read', [aLetterReading(null, false), last()], SEALED, []],
  ['a page whose code is like the one of the other page', [guessed(1), last()], SEALED, []],
  ['pages that seem to be the same', [guessed(2), guessed(2)], SEALED, ['LETTER_PAGE_TWICE', 'PAGE_MISSING']],
  ['a page that seems to be of another letter', [guessed(1, newId()), last()], SEALED, []],
  ['a page that is a letter by its words alone', [UNREAD, last()], SEALED, []],
  ['a page that waits for its reading', [last()], { ...SEALED, isAllRead: false }, []],
  [
    'a code that somebody else signed',
    [aLetterReading(code(1, letterSigner(new Uint8Array(32).fill(8))), false), last()],
    SEALED,
    ['LETTER_CODE_UNKNOWN', 'PAGE_MISSING'],
  ],
  ['pictures that were read before letters were', [aReading({ kind: 'LETTER' })], SEALED, []],
])('%s', (_, pages, expected, codes) => {
  expect(codesOf(pages, expected)).toEqual(codes)
})

test('what is missing or there twice is named by its number, unless a page that nobody can read may be it', () => {
  const third = { letterId, page: 3, pages: 3, version: 'cn-mainland/2024-10' }
  const [page, unread] = [aLetterReading(letterCode(third, signer), true), aLetterReading(null, false)]
  const [twice, missing] = ['LETTER_PAGE_TWICE', 'PAGE_MISSING']
  expect(doubts([page])).toEqual([{ code: missing, letterPages: [1, 2] }])
  expect(doubts([page, page, page])).toEqual([
    { code: twice, letterPages: [3] },
    { code: missing, letterPages: [1, 2] },
  ])
  expect(doubts([page, unread])).toEqual([{ code: missing }])
  expect(doubts([page, unread, unread])).toEqual([])
})

test('a code that an earlier version read says which page it is', () => {
  const early = (page: number) => aReading({ kind: 'LETTER', side: null, fields: { qr: code(page) } })
  expect(doubts([early(2)])).toEqual([{ code: 'PAGE_MISSING', letterPages: [1] }])
  expect(doubts([early(2), aReading({ kind: 'LETTER', side: null })])).toEqual([])
  expect(doubts([early(2), early(1)])).toEqual([])
})

test('each finding says in which picture and on which page it is, and where; of which letter is said too', () => {
  const said = (page: number, id = letterId) => ({ letterId: id, page, pages: 2, version: 'v' })
  const picture = ({ letter }: Reading, of: ReturnType<typeof said> | null) => ({
    ...{ letter: letter as NonNullable<Reading['letter']>, guess: null, isUnread: false },
    said: of,
  })
  const other = newId()
  const pictures = [
    picture(first, said(1)),
    picture(last({ signature: EMPTY_BOX, cropped: true }), said(2)),
    picture(first, said(1, newId())),
    picture(first, said(1, other)),
  ]
  expect(letterFindings(pictures, { ...SEALED, letterId, voidIds: [other] })).toEqual([
    { code: 'SIGNATURE_MISSING', at: 1, page: 2, confidence: 0.99, rectangle: EMPTY_BOX.rectangle },
    { code: 'CROPPED', at: 1, page: 2, confidence: 1, rectangle: null },
    { code: 'LETTER_WRONG_PARTY', at: 2, page: 1, confidence: 1, rectangle: null },
    { code: 'LETTER_OUTDATED', at: 3, page: 1, confidence: 1, rectangle: null },
  ])
})

test('of which letter a page is whose code was not read is a guess: it is neither wrong nor right', () => {
  const codes = (reading: Reading, expected: { letterId: string | null; voidIds?: string[] }) =>
    letterFindings([letterPicture(reading, signer)], { ...SEALED, voidIds: [], ...expected }).map(({ code }) => code)
  const [uncertain, missing] = ['LETTER_UNCERTAIN', 'PAGE_MISSING']
  expect(codes(guessed(1), { letterId })).toEqual([uncertain, missing])
  expect(codes(guessed(1), { letterId: newId() })).toEqual([uncertain])
  expect(codes(guessed(1), { letterId: newId(), voidIds: [letterId] })).toEqual([uncertain])
  expect(codes(aLetterReading(null, false), { letterId })).toEqual([uncertain])
  expect(codes(UNREAD, { letterId })).toEqual(['LETTER_UNREAD'])
  expect(codes(first, { letterId: newId(), voidIds: [letterId] })).toEqual(['LETTER_OUTDATED'])
})

describe('in the place of a letter', () => {
  const nothing = (blank: boolean, kind: Reading['kind'] = 'NONE'): Reading => {
    const hands = { signature: null, date: null, mark: null }
    return { ...aLetterReading(null, false, { ...hands, registered: false, blank, altered: null }), kind }
  }

  test('blank paper, and what is no letter, are said to be that', () => {
    expect(pictureDoubts('COMMITMENT_LETTER', [nothing(true)])).toEqual(['LETTER_BLANK'])
    expect(pictureDoubts('COMMITMENT_LETTER', [nothing(false)])).toEqual(['WRONG_DOCUMENT'])
    expect(pictureDoubts('COMMITMENT_LETTER', [nothing(true), first])).toEqual([])
  })

  test('a letter of which nothing but words could be read is said to be that, before what may be the cause', () => {
    expect(pictureDoubts('COMMITMENT_LETTER', [UNREAD])).toEqual(['LETTER_UNREAD'])
    const dark = { ...UNREAD, quality: { ...UNREAD.quality, dark: true } }
    expect(pictureDoubts('COMMITMENT_LETTER', [dark])).toEqual(['LETTER_UNREAD', 'TOO_DARK'])
    expect(pictureDoubts('ID_IN_HAND', [UNREAD])).toEqual(['WRONG_DOCUMENT'])
  })

  test('pictures that were read before letters were are letters', () => {
    expect(pictureDoubts('COMMITMENT_LETTER', [aReading({ kind: 'LETTER' })])).toEqual([])
    expect(pictureDoubts('COMMITMENT_LETTER', [aReading({ kind: 'NONE' })])).toEqual([])
  })
})
