import { mobileNumber } from '@/lib/accounts/mobile-number'
import { isOfAge } from '@/lib/core/dates'
import { isOrganisationCode, isSocialCreditCode } from '@/lib/core/official-numbers/organisation-codes'
import { LONG_TERM } from '../long-term'
import type { UnplacedProblem } from '../problems'
import type { FieldCheck, KindRules, Rulebook, Terms } from '../rulebook'
import { idNumberProblem } from './id-number'
import { isOrganisationName, isPersonName } from './names'

/** The data that a check may read in addition to the value. */
export type CheckContext = {
  rules: KindRules
  terms: Terms
  switches: Rulebook['switches']
  /** Holds all answers by field key. */
  answers: Readonly<Record<string, string>>
  /** Gives the date in Shanghai as YYYY-MM-DD, from the database's clock. */
  today: string
  /** Returns another field of the same subject: for `person.idNumber`, `idType` is `person.idType`. */
  sibling: (name: string) => string | undefined
}

/** Holds the checks by name. Each gets a normalised value that is not empty and has the form of the field's type. */
export const CHECKS: Readonly<Record<FieldCheck, (value: string, context: CheckContext) => UnplacedProblem | null>> = {
  PERSON_NAME: (name) => found(!isPersonName(name), 'NAME_FORMAT'),
  ORGANISATION_NAME: (name) => found(!isOrganisationName(name), 'ORGANISATION_NAME_FORMAT'),
  NOT_IN_FUTURE: (date, { today }) => found(date > today, 'DATE_IN_FUTURE'),
  ADULT: (date, { today, terms }) =>
    isOfAge(date, today, terms.adultAge) ? null : { code: 'UNDER_AGE', params: { age: terms.adultAge } },
  ID_NUMBER: (number, { rules, sibling }) => {
    // The number of a type that is not offered isn't checked: the field of the type has that problem.
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

function found(wrong: boolean, code: UnplacedProblem['code']): UnplacedProblem | null {
  return wrong ? { code } : null
}
