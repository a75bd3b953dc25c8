import { BUILT_IN_LETTERS } from '@/lib/rulebook/letters/built-in'
import { type Letter, letterFor, type Particulars } from '@/lib/rulebook/letters/letter'
import { letterSigner } from '@/lib/rulebook/letters/letter-code'
import type { LetterVariant } from '@/lib/rulebook/letters/letter-text'
import { particularsOf } from '@/lib/rulebook/letters/parties'
import { anOrganisationContent, ON_BEHALF, OTHER_ADMIN } from './contents'

export const LETTER_ID = '01993b5e-0000-7000-8000-000000000001'
export const SIGNER = letterSigner(new Uint8Array(32).fill(7))
const REFERENCE = 'ZX-20261125-ABCDEF'

/** Returns a letter with every particular, in the newest text. */
export function aFullLetter(variant: LetterVariant, changed: Partial<Particulars> = {}): Letter {
  const text = BUILT_IN_LETTERS.at(-1)?.texts.find((each) => each.variant === variant)
  if (!text) throw new Error(`No text ${variant}`)
  const content = anOrganisationContent({ ...OTHER_ADMIN, ...ON_BEHALF })
  content.signatures.push({ id: 's2', text: '样本百货', source: 'ORGANISATION_NAME', isOnBehalf: true })
  const person = { name: '欧阳·样本', idType: 'PASSPORT', idNumber: 'E12345678', signatures: ['样本小店', '样本通知'] }
  const particulars = variant === 'INDIVIDUAL' ? { ...person, reference: REFERENCE } : particularsOf(content, REFERENCE)
  return letterFor({ text, particulars: { ...particulars, ...changed }, platform: '样本云通信（北京）科技有限公司' })
}
