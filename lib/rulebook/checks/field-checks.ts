import { mobileNumber } from '@/lib/accounts/mobile-number'
import type { Finding } from '../problems'
import { type FieldCheck, type KindRules, LONG_TERM, type Rulebook, type Terms } from '../rulebook'
import { isOfAge } from './dates'
import { idNumberProblem } from './id-number'
import { isOrganisationName, isPersonName } from './names'
import { isOrganisationCode, isSocialCreditCode } from './organisation-codes'

/** What a check may look at besides the value. */
export type CheckContext = {
  rules: KindRules
  terms: Terms
  switches: Rulebook['switches']
  /** All of them, by field key. */
  answers: Readonly<Record<string, string>>
  /** YYYY-MM-DD in Shanghai, from the database's clock. */
  today: string
  /** Another field of the same subject: for `person.idNumber`, `idType` is `person.idType`. */
  sibling: (name: string) => string | undefined
}

/** Each gets a value that is there, normalised, and of the form that the field's type asks for. */
export const CHECKS: Readonly<Record<FieldCheck, (value: string, context: CheckContext) => Finding | null>> = {
  PERSON_NAME: (name) => found(!isPersonName(name), 'NAME_FORMAT'),
  ORGANISATION_NAME: (name) => found(!isOrganisationName(name), 'ORGANISATION_NAME_FORMAT'),
  NOT_IN_FUTURE: (date, { today }) => found(date > today, 'DATE_IN_FUTURE'),
  ADULT: (date, { today, terms }) =>
    isOfAge(date, today, terms.adultAge) ? null : { code: 'UNDER_AGE', params: { age: terms.adultAge } },
  ID_NUMBER: (number, { rules, sibling }) => {
    // Of a type that is not offered nothing can be said: the type's own field says it.
    const idType = rules.idTypes.find(({ type }) => type === sibling('idType'))
    const code = idType ? idNumberProblem(number, idType.type, sibling('birthDate')) : null
    return code && { code }
  },
  AFTER_VALID_FROM: (date, { sibling }) => {
    const from = sibling('idValidFrom') ?? sibling('validFrom')
    return found(date !== LONG_TERM && from !== undefined && date <= from, 'VALIDITY_ORDER')
  },
  NOT_ENDED: (date, { today }) => found(date !== LONG_TERM && date < today, 'VALIDITY_ENDED'),
  LONG_TERM_OFFERED: (date, { rules, sibling }) => {
    const idType = rules.idTypes.find(({ type }) => type === sibling('idType'))
    return found(date === LONG_TERM && idType?.longTerm === false, 'LONG_TERM_NOT_OFFERED')
  },
  MAINLAND_MOBILE: (number) => found(mobileNumber(number) !== number, 'PHONE_FORMAT'),
  SOCIAL_CREDIT_CODE: (code) => found(!isSocialCreditCode(code), 'SOCIAL_CREDIT_CODE_WRONG'),
  ORGANISATION_CODE: (code) => found(!isOrganisationCode(code), 'ORGANISATION_CODE_WRONG'),
  NOT_THE_APPLICANT: (code, { answers }) => found(code === answers['organisation.code'], 'PRINCIPAL_IS_APPLICANT'),
  NOT_BEFORE_AUTHORISED_FROM: (date, { sibling }) => {
    const from = sibling('authorisedFrom')
    return found(from !== undefined && date < from, 'AUTHORISATION_ORDER')
  },
}

function found(wrong: boolean, code: Finding['code']): Finding | null {
  return wrong ? { code } : null
}
