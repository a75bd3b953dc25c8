import type { DraftContent } from '../answers'
import { isWithoutSeal } from '../words'
import type { Particulars } from './letter'
import type { LetterVariant } from './letter-text'

/** Returns which commitment letter an applicant signs. */
export function letterVariantOf({ kind, fields }: Pick<DraftContent, 'kind' | 'fields'>): LetterVariant {
  if (kind === 'INDIVIDUAL') return 'INDIVIDUAL'
  return isWithoutSeal(fields) ? 'ORGANISATION_WITHOUT_SEAL' : 'ORGANISATION'
}

/** Returns whether a principal signs an authorisation as well. */
export const isOnBehalf = ({ kind, fields }: Pick<DraftContent, 'kind' | 'fields'>): boolean =>
  kind === 'ORGANISATION' && fields['use.onBehalf'] === 'ON_BEHALF'

/** Returns the declared values that the head of its letters contains. */
export function particularsOf(
  { kind, fields, signatures }: Pick<DraftContent, 'kind' | 'fields' | 'signatures'>,
  reference: string,
): Particulars {
  const texts = (rows: DraftContent['signatures']) => rows.map(({ text }) => text).filter((text) => text !== '')
  const of = (key: string): string => fields[key] ?? ''
  if (kind === 'INDIVIDUAL') {
    const person = { name: of('person.name'), idType: of('person.idType'), idNumber: of('person.idNumber') }
    return { ...person, signatures: texts(signatures), reference }
  }
  const administrator = of('admin.isLegalRep') === 'YES' ? 'legalRep' : 'admin'
  const hasOrganisationCode = of('organisation.certificate') === 'ORGANISATION_CODE_CERTIFICATE'
  return {
    organisation: of('organisation.name'),
    code: of(hasOrganisationCode ? 'organisation.organisationCode' : 'organisation.code'),
    legalRep: of('legalRep.name'),
    administrator: of(`${administrator}.name`),
    administratorIdType: of(`${administrator}.idType`),
    administratorIdNumber: of(`${administrator}.idNumber`),
    signatures: texts(signatures),
    principal: of('principal.name'),
    principalCode: of('principal.code'),
    principalLegalRep: of('principal.legalRep'),
    authorisedSignatures: texts(signatures.filter((signature) => signature.isOnBehalf)),
    authorisedFrom: of('principal.authorisedFrom'),
    authorisedTo: of('principal.authorisedTo'),
    reference,
  }
}
