import type { DraftContent } from '@/lib/rulebook/answers'
import { offeredOptions } from '@/lib/rulebook/conditions'
import type { Rulebook } from '@/lib/rulebook/rulebook'

/** Says whom a preview is for, as given by the page's address. */
export type PreviewAnswers = {
  /** Holds INDIVIDUAL, or the type of an organisation. */
  who: string
  idType: string
  certificate: string
  /** Says whether the administrator is someone else than the legal representative. */
  isOther: boolean
  isOnBehalf: boolean
  hasSeal: boolean
}

const fieldOf = (rulebook: Rulebook, key: string) =>
  rulebook.kinds.ORGANISATION?.groups.flatMap(({ fields }) => fields).find((field) => field.key === key)

/** Returns the applicants that a switch lets apply. */
export function applicantsOf(rulebook: Rulebook): string[] {
  const type = fieldOf(rulebook, 'organisation.type')
  return ['INDIVIDUAL', ...(type ? offeredOptions(rulebook, type, {}) : [])]
}

export function certificatesOf(rulebook: Rulebook, who: string): string[] {
  const certificate = fieldOf(rulebook, 'organisation.certificate')
  return certificate && who !== 'INDIVIDUAL' ? offeredOptions(rulebook, certificate, { 'organisation.type': who }) : []
}

/** Reads the address; nonsense in it counts as the first choice that is offered. */
export function previewIn(rulebook: Rulebook, query: Record<string, unknown>): PreviewAnswers {
  const among = (offered: readonly string[], value: unknown) =>
    offered.find((each) => each === value) ?? offered[0] ?? ''
  const who = among(applicantsOf(rulebook), query.who)
  const rules = rulebook.kinds[who === 'INDIVIDUAL' ? 'INDIVIDUAL' : 'ORGANISATION']
  return {
    who,
    idType: among(rules?.idTypes.map(({ type }) => type) ?? [], query.idType),
    certificate: among(certificatesOf(rulebook, who), query.certificate),
    isOther: query.isOther === 'yes',
    isOnBehalf: query.isOnBehalf === 'yes',
    hasSeal: query.withoutSeal !== 'yes',
  }
}

/** Returns what such an applicant has answered so far; a trademark as source shows where evidence is required. */
export function contentOf({ who, idType, certificate, isOther, isOnBehalf, hasSeal }: PreviewAnswers): DraftContent {
  const isIndividual = who === 'INDIVIDUAL'
  const fields: Record<string, string> = isIndividual
    ? { 'person.idType': idType }
    : {
        'organisation.type': who,
        'organisation.certificate': certificate,
        'organisation.hasSeal': hasSeal ? 'YES' : 'NO',
        'legalRep.idType': idType,
        'admin.isLegalRep': isOther ? 'NO' : 'YES',
        'admin.idType': idType,
        'use.onBehalf': isOnBehalf ? 'ON_BEHALF' : 'OWN_USE',
      }
  return {
    kind: isIndividual ? 'INDIVIDUAL' : 'ORGANISATION',
    fields,
    documents: [],
    signatures: [{ id: 'example', text: '', source: 'TRADEMARK', isOnBehalf }],
    samples: [],
  }
}
