import { pinyin } from 'pinyin-pro'
import type { ReasonCatalogue } from '@/lib/rulebook/reason-catalogue'

/** Holds what was computed, as long as its catalogue is in memory. */
const spelledOf = new WeakMap<ReasonCatalogue, Record<string, string>>()

/**
 * Returns how the Chinese names of the reasons are typed in Latin letters, by their codes. It is computed once for a
 * catalogue.
 */
export function spelledNames(catalogue: ReasonCatalogue): Record<string, string> {
  const before = spelledOf.get(catalogue)
  if (before) return before
  const names = Object.fromEntries(catalogue.reasons.map(({ code, name }) => [code, spelled(name['zh-CN'])]))
  spelledOf.set(catalogue, names)
  return names
}

/**
 * Returns how Chinese words are typed in Latin letters: the whole syllables, and their initials. Latin words stay out
 * of it.
 */
function spelled(words: string): string {
  const syllables = pinyin(words, { toneType: 'none', type: 'array', nonZh: 'removed' })
  return `${syllables.join('')} ${syllables.map((syllable) => syllable[0]).join('')}`
}
