import { expect, it, test } from 'vitest'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { BUILT_IN_RULEBOOKS } from './built-in'
import { DOCUMENT_KINDS, factsOf } from './document-kinds'

const KINDS = Object.keys(DOCUMENT_KINDS) as DocumentKind[]
const RULES = BUILT_IN_RULEBOOKS.flatMap((rulebook) => Object.values(rulebook.kinds))

it.each(KINDS)('%s is required of some applicant in a built-in version', (kind) => {
  expect(RULES.flatMap(({ documents }) => documents.map((slot) => slot.kind))).toContain(kind)
})

it.each(KINDS)('%s has a subject if it is reused while it is valid', (kind) => {
  const { reuse, subject } = factsOf(kind)
  if (reuse === 'WHILE_VALID') expect(subject).not.toBeNull()
})

test('only an optional document may be left out by the applicant', () => {
  for (const { kind, min } of RULES.flatMap(({ documents }) => documents)) {
    if (min === 0) expect(factsOf(kind).isOptional).toBe(true)
  }
})
