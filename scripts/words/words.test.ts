import { expect, test } from 'vitest'
import { countWords, totalsOf } from './count.mjs'
import { findFaults } from './find-faults.mjs'
import { firstSentence, isFragment, lacksVerb } from './fragments.mjs'
import { piecesOfCode, piecesOfDoc, piecesOfMessages, piecesOfSchema } from './read-pieces.mjs'

type Fault = { line: number; found: string; instead: string }

const comment = (text: string): Fault[] => findFaults({ file: 'a.ts', line: 10, kind: 'comment', text })
const phrasesIn = (text: string) => comment(text).map(({ found }) => found)

test.each([
  ['They hand it in again.', ['hand it in']],
  ['Handed in anew by whoever mends it.', ['Handed in', 'anew', 'whoever', 'mends']],
  ['It is told who begun it.', ['is told', 'begun']],
  ['A hand-in that is under way.', ['hand-in', 'under way']],
  ['The original of a handed-in document.', ['handed-in']],
  ['It tells the applicant, or to tell applicants.', ['tells the applicant', 'tell applicants']],
])('an old phrase is found: %s', (text, found) => {
  expect(phrasesIn(text).toSorted()).toEqual([...found].toSorted())
})

test.each([
  'They go hand in hand.',
  'The card in the right hand in the picture.',
  'The two cannot be told apart.',
  'It can be told from another by its length.',
  'What `whoever` and `handed in` name is code.',
  'An amendment of the recommended rules.',
  'Wasn’t it you? Tell an administrator.',
])('plain English stays: %s', (text) => {
  expect(phrasesIn(text)).toEqual([])
})

test('a phrase that a comment breaks is found, at its line', () => {
  expect(comment('*\n * Sent once\n * more, and anew.\n')).toMatchObject([
    { line: 12, found: 'anew', instead: '"again" or "new"' },
    { line: 11, found: 'once more' },
  ])
})

test.each([
  'Of a note, in UTF-16 code units.',
  'Whether it is over.',
  'What a reviewer wrote.',
  'By which a device is known.',
  'As a browser sends it.',
  'From the first to the last.',
  'Is written in hex.',
])('a fragment: %s', (sentence) => expect(isFragment(sentence)).toBe(true))

test.each([
  'Returns what a reviewer wrote.',
  'The store is asked once.',
  'As soon as the lock is free, it goes to the next.',
  'After a restart, nobody holds the lock.',
  'Milliseconds.',
])('no fragment: %s', (sentence) => expect(isFragment(sentence)).toBe(false))

test('a sentence without a verb differs from one that has one', () => {
  const sentences = ['Milliseconds.', 'The rows of a table.', 'Returns rows.', 'The rows are locked.', 'A row waits.']
  expect(sentences.map(lacksVerb)).toEqual([true, true, false, false, false])
  expect(comment('* The rows of a table. ')).toEqual([])
  expect(
    findFaults({ file: 'a.ts', line: 1, kind: 'comment', text: '* The rows of a table. ', isDocOf: 'other' }),
  ).toMatchObject([{ found: 'The rows of a table.' }])
})

test('the first sentence of a doc comment ends at its mark, an empty line or a tag', () => {
  expect(firstSentence('* Returns a\n * row. And more.\n ')).toBe('Returns a row.')
  expect(firstSentence('*\n * Returns a row\n *\n * @returns it\n ')).toBe('Returns a row')
  expect(firstSentence('* @returns a row ')).toBeNull()
})

const CODE = `
/** Whether it is over. */
export const isOver = (end: Date) => end < new Date()

/** Of a case. */
const LIMIT = 3

test('nothing is begun anew', () => {
  const toldPeople = 'a text of two words'
})
test.each([1])('it is told %d', () => {})
`

test('a file of code gives its names, comments, strings and titles; a doc comment must have a sentence', () => {
  const pieces = [...piecesOfCode('lib/room/a.ts', CODE)]
  expect(pieces.filter((piece) => 'isDocOf' in piece && piece.isDocOf)).toMatchObject([
    { line: 2, isDocOf: 'function' },
    { line: 5, isDocOf: 'other' },
  ])
  expect(pieces.flatMap(findFaults).map(({ line, found }) => [line, found])).toEqual([
    [2, 'Whether it is over.'],
    [5, 'Of a case.'],
    [8, 'anew'],
    [8, 'begun'],
    [11, 'is told'],
  ])
  expect(totalsOf(countWords(pieces))).toMatchObject({
    identifiers: 1,
    titles: 3,
    strings: 0,
    docComments: 2,
    fragments: 2,
    functionFragments: 1,
  })
})

test('SQL is not read, for a column may have an old name; what is put into it is', () => {
  const code = `tx.$queryRaw\`SELECT mend FROM parts WHERE note = \${'to mend it'} AND \${Prisma.sql\`mend IS NULL\`}\``
  expect([...piecesOfCode('a.ts', code)].filter(({ kind }) => kind !== 'identifier')).toEqual([
    { file: 'a.ts', line: 1, kind: 'string', text: 'to mend it' },
  ])
})

test.each([
  ['lib/review/lifecycle.ts', 'mendField', 1],
  ['lib/review/lifecycle.ts', 'howToMend', 1],
  ['lib/review/lifecycle.ts', 'NEEDS_MENDING', 1],
  ['lib/review/lifecycle.ts', 'MEND_MISSING', 1],
  ['lib/review/lifecycle.ts', 'isMended', 1],
  ['lib/review/lifecycle.ts', 'recommended', 0],
  ['lib/review/lifecycle.ts', 'RECOMMENDED', 0],
  ['lib/review/lifecycle.ts', 'trimEnd', 0],
  ['lib/review/lifecycle.ts', 'Amendment', 0],
  ['lib/rulebook/reason-catalogue.ts', 'howToMend', 0],
])('in %s, the name %s has %i faults: what is stored is called what it is', (file, text, count) => {
  expect(findFaults({ file, line: 1, kind: 'identifier', text })).toHaveLength(count)
})

test('a schema gives its comments, of one line or several', () => {
  const schema =
    'model Part {\n  /// Which one it is,\n  /// from 1.\n  position Int\n  /// Says what it is.\n  kind Kind\n}\n'
  expect([...piecesOfSchema('a.prisma', schema)].flatMap(findFaults)).toMatchObject([
    { line: 2, found: 'Which one it is, from 1.' },
  ])
})

test('docs are read without their code, and messages without their keys', () => {
  expect(
    [...piecesOfDoc('a.md', 'One `anew`.\n\n    anew\n\n```\nanew\n```\nAnew.')].flatMap(findFaults),
  ).toMatchObject([{ line: 8, found: 'Anew' }])
  const messages = [...piecesOfMessages('en/a.json', '{\n  "anew": "Try again",\n  "mend": "Mend it"\n}')]
  expect(messages.flatMap(findFaults)).toMatchObject([{ line: 3, found: 'Mend' }])
})

test('a text message is registered with providers, so that its words stay', () => {
  const messages = '"sms": "Hand them in.",\n"body": "Hand them in."'
  const table = '| `SUBMITTED` | — | Hand them in. |\n\nHand them in.'
  const linesIn = (pieces: Iterable<unknown>) => [...pieces].flatMap(findFaults).map(({ line }) => line)
  expect(linesIn(piecesOfMessages('lib/core/languages/messages/en/messages.json', messages))).toEqual([2])
  expect(linesIn(piecesOfMessages('lib/core/languages/messages/en/other.json', messages))).toEqual([1, 2])
  expect(linesIn(piecesOfDoc('docs/messages.md', table))).toEqual([3])
  expect(linesIn(piecesOfDoc('docs/other.md', table))).toEqual([1, 3])
})
