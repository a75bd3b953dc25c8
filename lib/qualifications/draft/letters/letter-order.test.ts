import { expect, test } from 'vitest'
import { inLetterOrder, isOrderKnown } from './letter-order'
import type { LetterPictures } from './letter-pictures'

/**
 * Builds what is known of files, each with the pages of a letter that its pictures show; null is one whose code nobody
 * can read.
 */
const shown = (files: Record<string, readonly (number | null)[]>): LetterPictures =>
  new Map(
    Object.entries(files).map(([id, numbers]) => [
      id,
      numbers.map((page) => ({
        ...{ letter: null, guess: null, isUnread: false },
        said: (page && { letterId: 'l', page, pages: 3, version: 'v' }) || null,
      })),
    ]),
  )

test.each([
  ['all pages', { a: [2], b: [1], c: [3] }, 'b a c'],
  ['one that is missing', { a: [3], b: [1] }, 'b a'],
  ['one twice', { a: [1], b: [3], c: [3] }, 'a b c'],
  ['a file with several, of which one says nothing', { a: [null, 2, 3], b: [1] }, 'b a'],
] as const)('%s', (_, files, sorted) => {
  const pictures = shown(files)
  const ids = [...pictures.keys()]
  expect(isOrderKnown(ids, pictures)).toBe(true)
  const ordered = inLetterOrder(
    ids.map((fileId) => ({ fileId })),
    pictures,
  )
  expect(ordered.map(({ fileId }) => fileId).join(' ')).toBe(sorted)
})

test('files are as they are where one does not say which page it is', () => {
  const pictures = shown({ b: [1], c: [null] })
  for (const ids of [['a', 'b'], ['b', 'c'], []]) {
    expect(isOrderKnown(ids, pictures)).toBe(false)
    const files = ids.map((fileId) => ({ fileId }))
    expect(inLetterOrder(files, pictures)).toEqual(files)
  }
})
