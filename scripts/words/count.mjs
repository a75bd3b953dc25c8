import { withoutCode } from './find-faults.mjs'
import { firstSentence, isFragment, lacksVerb } from './fragments.mjs'
import { OLD_NAMES, OLD_WORDS } from './phrases.mjs'

/** @typedef {Record<(typeof COLUMNS)[number], number>} Counts */

const COLUMNS = [
  'identifiers',
  'comments',
  'docs',
  'messages',
  'strings',
  'titles',
  'docComments',
  'fragments',
  'withoutVerb',
  'functionFragments',
]

/** @returns {Counts} */
const nothing = () => Object.fromEntries(COLUMNS.map((column) => [column, 0]))

/**
 * Counts the old words of each folder, and its doc comments that begin with a fragment.
 *
 * @returns {Map<string, Counts>}
 */
export function countWords(pieces) {
  const counts = new Map()
  const names = new Set()
  for (const piece of pieces) {
    const folder = folderOf(piece.file)
    const of = counts.get(folder) ?? nothing()
    counts.set(folder, of)
    if (piece.kind !== 'identifier') of[`${piece.kind}s`] += oldWordsIn(piece.text)
    else if (!names.has(`${folder} ${piece.text}`) && isOldName(piece.text)) of.identifiers += 1
    if (piece.kind === 'identifier') names.add(`${folder} ${piece.text}`)
    if (piece.isDocOf) countSentence(of, piece)
  }
  return new Map([...counts].sort(([a], [b]) => a.localeCompare(b)))
}

/** Returns a room of lib, or a top folder. */
function folderOf(file) {
  const [top = '', room = ''] = file.split('/')
  return top === 'lib' ? `lib/${room}` : file.includes('/') ? top : '(root)'
}

const oldWordsIn = (text) => [...withoutCode(text).matchAll(OLD_WORDS)].length

/** Splits a name at its capitals and underscores. "handIn" is two words of which each alone is plain. */
const isOldName = (name) =>
  /hand(?:s|ed|ing)?[_-]?in(?![a-z])/i.test(name) ||
  name.split(/(?<=[a-z])(?=[A-Z])|_/).some((word) => OLD_NAMES.has(word.toLowerCase()))

function countSentence(of, { text, isDocOf }) {
  const sentence = firstSentence(text)
  if (!sentence) return
  of.docComments += 1
  if (isFragment(sentence)) {
    of.fragments += 1
    if (isDocOf === 'function') of.functionFragments += 1
  } else if (lacksVerb(sentence)) of.withoutVerb += 1
}

/** Adds all folders up. */
export function totalsOf(counts) {
  const all = nothing()
  for (const of of counts.values()) for (const column of COLUMNS) all[column] += of[column]
  return all
}

/** Prints a line for each folder, and one that adds them up. */
export function printCounts(counts) {
  const rows = [
    ['folder', ...COLUMNS],
    ...[...counts, ['all', totalsOf(counts)]].map(([name, of]) => [name, ...Object.values(of)]),
  ]
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => `${row[column]}`.length)))
  for (const row of rows)
    console.log(
      row.map((cell, at) => (at === 0 ? `${cell}`.padEnd(widths[at]) : `${cell}`.padStart(widths[at]))).join('  '),
    )
}
