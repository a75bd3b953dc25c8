import { firstSentence, isFragment, lacksVerb } from './fragments.mjs'
import { PHRASES, REPLACED_NAME, STORED_NAMES } from './phrases.mjs'

/** Returns the old phrases of a piece, a doc comment's first sentence that is none, and the old word of a name. */
export function findFaults(piece) {
  const { file, line, kind, text } = piece
  if (kind === 'identifier') return faultsOfName(piece)
  const plain = withoutCode(text)
  const phrases = PHRASES.flatMap(({ pattern, instead }) =>
    [...plain.matchAll(pattern)].map(({ 0: found, index }) => ({
      file,
      line: line + plain.slice(0, index).split('\n').length - 1,
      found: found.replace(/\s+/g, ' '),
      instead,
    })),
  )
  return [...phrases, ...fragmentsIn(piece)]
}

function faultsOfName({ file, line, text }) {
  if (!REPLACED_NAME.test(text) || STORED_NAMES.some((stored) => stored.test(file))) return []
  return [{ file, line, found: text, instead: '"correction" or "correct"' }]
}

function fragmentsIn({ file, line, text, isDocOf }) {
  if (!isDocOf) return []
  const sentence = firstSentence(text)
  if (!sentence) return []
  const found = sentence.slice(0, 60)
  if (isFragment(sentence))
    return [{ file, line, found, instead: 'a sentence with a subject and a verb ("Returns …")' }]
  if (lacksVerb(sentence)) return [{ file, line, found, instead: 'a verb, or add its verb to scripts/words/verbs.mjs' }]
  return []
}

/** Blanks out code between backticks and the asterisks of a comment, so that a phrase is found across lines. */
export const withoutCode = (text) =>
  text.replace(/`[^`]*`/g, (code) => code.replace(/[^\n]/g, '_')).replace(/\n\s*\*? ?/g, '\n')
