import type { DocumentKind } from '@/lib/db/generated/enums'

/** Problems of a draft. Each has a sentence in `rulebook.problems` of both languages. */
export const PROBLEM_CODES = [
  'REQUIRED',
  'TOO_LONG',
  'NOT_OFFERED',
  'INDIVIDUAL_BUSINESSES_OFF',
  'ORGANISATION_CODE_CERTIFICATES_OFF',
  'INDIVIDUAL_MARKETING_OFF',
  'NAME_FORMAT',
  'ORGANISATION_NAME_FORMAT',
  'DATE_NOT_REAL',
  'DATE_IN_FUTURE',
  'UNDER_AGE',
  'ID_NUMBER_FORMAT',
  'ID_NUMBER_PREFIX',
  'ID_NUMBER_OF_PERMIT',
  'ID_NUMBER_BIRTH_DATE',
  'ID_NUMBER_CHECK_CHARACTER',
  'VALIDITY_ENDED',
  'VALIDITY_ORDER',
  'LONG_TERM_NOT_OFFERED',
  'PHONE_FORMAT',
  'SOCIAL_CREDIT_CODE_WRONG',
  'ORGANISATION_CODE_WRONG',
  'PRINCIPAL_IS_APPLICANT',
  'AUTHORISATION_ORDER',
  'DOCUMENT_MISSING',
  'DOCUMENT_TOO_FEW',
  'DOCUMENT_TOO_MANY',
  'SIGNATURES_MISSING',
  'SIGNATURES_TOO_MANY',
  'SIGNATURE_LENGTH',
  'SIGNATURE_CHARACTERS',
  'SIGNATURE_REPEATED',
  'SOURCE_NOT_OFFERED',
  'NO_SIGNATURE_ON_BEHALF',
  'SAMPLES_MISSING',
  'SAMPLES_TOO_MANY',
  'SAMPLE_EMPTY',
  'SAMPLE_TOO_LONG',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** Names the place in a draft, by which a page finds the field and the task list the task. */
export type Place =
  | { on: 'FIELD'; group: string; key: string }
  | { on: 'DOCUMENT'; kind: DocumentKind; senderSignatureId: string | null }
  | { on: 'SIGNATURES' }
  | { on: 'SIGNATURE'; id: string }
  | { on: 'SAMPLES' }
  | { on: 'SAMPLE'; id: string }

/** `params` are figures for the sentence, never typed values. */
export type Problem = { code: ProblemCode; place: Place; params: Readonly<Record<string, number>> }

/** A problem that a check found, before it has its place. */
export type UnplacedProblem = Pick<Problem, 'code'> & Partial<Pick<Problem, 'params'>>
