import 'server-only'
import { createHmac } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Reader } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { DraftContent } from '@/lib/rulebook/answers'
import { addressee } from '@/lib/rulebook/letters/addressee'
import { factsOf, type LetterFacts } from '@/lib/rulebook/letters/facts'
import { type Letter, letterFor, missingFrom } from '@/lib/rulebook/letters/letter'
import type { LetterText, LetterVariant } from '@/lib/rulebook/letters/letter-text'
import { isOnBehalf, letterVariantOf, particularsOf } from '@/lib/rulebook/letters/parties'
import { letterTextOf } from '@/lib/rulebook/letters/registry'

/** A letter as it would be issued now. */
export type DraftLetter = {
  variant: LetterVariant
  text: LetterText
  facts: LetterFacts
  letter: Letter
  /** Says whether everything that is printed on it was declared. */
  isComplete: boolean
}

/** The document that shows a signed letter. */
export const SLOT_OF_LETTER: Readonly<Record<LetterVariant, DocumentKind>> = {
  INDIVIDUAL: 'COMMITMENT_LETTER',
  ORGANISATION: 'COMMITMENT_LETTER',
  ORGANISATION_WITHOUT_SEAL: 'COMMITMENT_LETTER',
  AUTHORISATION: 'AUTHORISATION_LETTER',
}

export const LETTER_SLOTS: ReadonlySet<DocumentKind> = new Set(Object.values(SLOT_OF_LETTER))

type Printed = {
  content: DraftContent
  reference: string
  /** Names the version of the text. */
  version: string
  /** Holds the platform's name; the present one where it is left out. */
  platform?: string
}

/** Returns the letters of a draft: its commitment and, when it sends for a principal, the authorisation. */
export async function draftLetters(
  reader: Reader,
  { content, reference, version, platform = addressee() }: Printed,
): Promise<DraftLetter[]> {
  const particulars = particularsOf(content, reference)
  const variants: LetterVariant[] = [
    letterVariantOf(content),
    ...(isOnBehalf(content) ? ['AUTHORISATION' as const] : []),
  ]
  const letters = variants.map(async (variant): Promise<DraftLetter> => {
    const text = await letterTextOf(version, variant, reader)
    const request = { text, particulars, platform }
    const isComplete = missingFrom(text, particulars).length === 0
    return { variant, text, facts: factsOf(request), letter: letterFor(request), isComplete }
  })
  return Promise.all(letters)
}

/** Returns by what a letter is known again. @param key the qualification's key */
export function letterDigest(key: Uint8Array, facts: LetterFacts): Uint8Array<ArrayBuffer> {
  const digest = createHmac('sha256', key)
    .update(`zhunxin/letter@v1 ${canonicalize(facts)}`)
    .digest()
  return new Uint8Array(digest)
}
