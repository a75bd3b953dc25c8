import { LONG_TERM } from '@/lib/rulebook/long-term'
import { creditCode, organisationCode } from './numbers'
import { fieldsOf, type Person } from './people'

type Fields = Record<string, string>

/** Gives the first two characters of the credit code, and the certificate, by type. */
const TYPES = {
  ENTERPRISE: ['91', 'BUSINESS_LICENCE'],
  INDIVIDUAL_BUSINESS: ['92', 'BUSINESS_LICENCE'],
  BRANCH: ['91', 'BUSINESS_LICENCE'],
  PARTNERSHIP: ['91', 'BUSINESS_LICENCE'],
  PUBLIC_INSTITUTION: ['12', 'PUBLIC_INSTITUTION_CERTIFICATE'],
  GOVERNMENT: ['11', 'SOCIAL_CREDIT_CODE_CERTIFICATE'],
  SOCIAL_ORGANISATION: ['51', 'SOCIAL_ORGANISATION_CERTIFICATE'],
  PRIVATE_NON_ENTERPRISE: ['52', 'PRIVATE_NON_ENTERPRISE_CERTIFICATE'],
  FOUNDATION: ['53', 'FOUNDATION_CERTIFICATE'],
} as const
export type OrganisationType = keyof typeof TYPES

type Given = {
  serial: number
  type?: OrganisationType
  name: string
  /** Describes the legal representative, the operator or the head. */
  head: Person
  /** Describes the administrator; absent when it is the head. */
  administrator?: Person
  /** Gives it the certificate of before 2015. */
  isOldCode?: boolean
  hasSeal?: boolean
  /** Holds a date as YYYY-MM-DD; without one, the certificate has no end. */
  validTo?: string
}

/** Returns the declared fields of an organisation and its people. */
export function organisation({ serial, type = 'ENTERPRISE', name, head, administrator, ...given }: Given): Fields {
  const [registrar, certificate] = TYPES[type]
  return {
    'organisation.type': type,
    'organisation.name': name,
    'organisation.certificate': given.isOldCode ? 'ORGANISATION_CODE_CERTIFICATE' : certificate,
    ...(given.isOldCode
      ? { 'organisation.organisationCode': organisationCode(serial) }
      : { 'organisation.code': creditCode(registrar, serial) }),
    'organisation.validFrom': `${2012 + (serial % 9)}-0${1 + (serial % 9)}-18`,
    'organisation.validTo': given.validTo ?? LONG_TERM,
    'organisation.address': `样本省样本市样本区演示路 ${serial} 号（无此地址）`,
    ...(type === 'INDIVIDUAL_BUSINESS' ? { 'organisation.hasSeal': given.hasSeal === false ? 'NO' : 'YES' } : {}),
    ...fieldsOf('legalRep', head),
    'admin.isLegalRep': administrator ? 'NO' : 'YES',
    ...(administrator ? fieldsOf('admin', administrator) : {}),
    'use.onBehalf': 'OWN_USE',
  }
}

/** Returns the answers of an organisation that sends for another, whether or not also for itself. */
export function onBehalfOf(serial: number, name: string, head: string, from: string, to: string): Fields {
  return {
    'use.onBehalf': 'ON_BEHALF',
    'principal.name': name,
    'principal.code': creditCode('91', serial),
    'principal.legalRep': head,
    'principal.authorisedFrom': from,
    'principal.authorisedTo': to,
  }
}
