import type { DraftContent } from '../answers'
import { lengthOf } from '../checks/text'
import { type Warning, warned } from '../findings'
import { isOnBehalf } from '../letters/parties'
import type { KindRules } from '../rulebook'

/**
 * Returns the signatures that say they are a name and aren't. A person's name is the whole name; an organisation's may
 * be a short form, since its source says "full or short name". Trademarks, apps and sites have evidence of their own.
 */
export function signatureNameWarnings({ signatures: rule }: KindRules, content: DraftContent): Warning[] {
  return content.signatures.flatMap(({ id, text, source, isOnBehalf: isAuthorised = false }) => {
    const signature = letters(text)
    if (signature === '') return []
    if (source === 'OWN_NAME') {
      const name = letters(content.fields['person.name'] ?? '')
      const is = name === '' || isOwnName(signature, name, rule.maxLength)
      return is ? [] : [warned('SIGNATURE_NOT_OWN_NAME', { on: 'SIGNATURE', id })]
    }
    if (source === 'ORGANISATION_NAME') {
      const owner = isAuthorised && isOnBehalf(content) ? 'principal.name' : 'organisation.name'
      const name = letters(content.fields[owner] ?? '')
      const is = name === '' || isShortForm(signature, name)
      return is ? [] : [warned('SIGNATURE_NOT_ORGANISATION_NAME', { on: 'SIGNATURE', id })]
    }
    return []
  })
}

/**
 * Returns what a signature can contain of a name: letters and digits in capitals, without spaces, brackets and dots.
 */
const letters = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')

/** Returns whether it is the whole name; of one that no signature has room for, an unbroken piece is enough. */
const isOwnName = (signature: string, name: string, longest: number): boolean =>
  signature === name || (lengthOf(name) > longest && name.includes(signature))

/** Returns whether its characters are in the name, in their order, as in 工行 of 中国工商银行. */
function isShortForm(signature: string, name: string): boolean {
  const rest = [...name]
  return [...signature].every((character) => {
    const at = rest.indexOf(character)
    rest.splice(0, at + 1)
    return at >= 0
  })
}
