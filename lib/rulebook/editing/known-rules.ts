import type { DocumentKind, QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import { BUILT_IN_RULEBOOK } from '../built-in'
import type { DocumentSlot, FieldRule, KindRules } from '../rulebook'

/** Returns everything that the portal can require of a kind of applicant: left-out fields are restored from it. */
export function known(kind: QualificationKind): KindRules {
  const rules = BUILT_IN_RULEBOOK.kinds[kind]
  if (!rules) throw new Error(`Nothing is known of ${kind}`)
  return rules
}

export const knownFields = (kind: QualificationKind): FieldRule[] => known(kind).groups.flatMap(({ fields }) => fields)

export const knownSlot = (kind: QualificationKind, document: DocumentKind): DocumentSlot | undefined =>
  known(kind).documents.find((slot) => slot.kind === document)

export const knownSources = (kind: QualificationKind): SignatureSource[] =>
  known(kind).signatures.sources.map(({ source }) => source)
