import type { Bilingual } from '../bilingual'
import type { LetterTexts } from '../letters/letter-text'
import type { ReasonCatalogue, ReasonEntry } from '../reason-catalogue'
import { OTHER } from '../reasons'
import type { EditOf } from './edit-schemas'
import { inOrder } from './rulebook-limits'

/**
 * Returns the catalogue with the reason. A changed reason keeps its place; a new one comes last of its kind, or last of
 * all.
 */
export function withReason(catalogue: ReasonCatalogue, edit: EditOf<'REASON'>): ReasonCatalogue {
  const { of, code, kind, parts, documents, kinds, correction, isOffered, name, means, howToCorrect } = edit
  const reason: ReasonEntry = {
    code: of || code,
    kind,
    parts,
    documents: inOrder(documents),
    ...(kinds.length === 1 ? { kinds } : {}),
    mend: correction,
    isOffered: isOffered === 'yes',
    name: trimmed(name),
    means: trimmed(means),
    howToMend: trimmed(howToCorrect),
  }
  const { reasons } = catalogue
  if (of) return { ...catalogue, reasons: reasons.map((each) => (each.code === of ? reason : each)) }
  const end = kind === 'final' ? -1 : reasons.findIndex((each) => each.code === OTHER)
  const at = end < 0 ? reasons.length : end
  return { ...catalogue, reasons: [...reasons.slice(0, at), reason, ...reasons.slice(at)] }
}

/** Returns the letters with the edited one. Clauses are in the order of their numbers; empty ones are removed. */
export function withLetter(letters: LetterTexts, edit: EditOf<'LETTER'>): LetterTexts {
  const texts = letters.texts.map((text) => {
    if (text.variant !== edit.variant) return text
    const clauses = Object.entries(edit.clauses)
      .toSorted(([a], [b]) => Number(a) - Number(b))
      .map(([, clause]) => ({ heading: trimmed(clause.heading), text: trimmed(clause.text) }))
      .filter(({ heading, text: words }) => !isBlank(heading) || !isBlank(words))
    return {
      ...text,
      title: trimmed(edit.title),
      recipient: trimmed(edit.recipient),
      opening: trimmed(edit.opening),
      closing: trimmed(edit.closing),
      languages: trimmed(edit.languages),
      labels: worded(text.labels, edit.labels),
      idTypes: worded(text.idTypes, edit.idTypes),
      marks: text.marks.map((mark) => {
        const words = edit.marks[mark.key]
        return words ? { ...mark, label: trimmed(words.label), hint: trimmed(words.hint) } : mark
      }),
      clauses,
    }
  })
  return { ...letters, texts }
}

/** Returns the same names with the new words where there are some. */
function worded<R extends Record<string, Bilingual>>(current: R, edit: Readonly<Record<string, Bilingual>>): R {
  const entries = Object.entries(current).map(([name, words]) => {
    const given = edit[name]
    return [name, given ? trimmed(given) : words]
  })
  return Object.fromEntries(entries) as R
}

/** Trims both texts and normalises their line ends. Wide spaces stay: they leave room for handwriting. */
const trimmed = (words: Bilingual): Bilingual => ({ 'zh-CN': tidy(words['zh-CN']), en: tidy(words.en) })
const tidy = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/^[ \t\n]+|[ \t\n]+$/g, '')
const isBlank = (words: Bilingual): boolean => words['zh-CN'] === '' && words.en === ''
