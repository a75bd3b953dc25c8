/** Problems that make rules unfit to be published. Each has a sentence in `rules.problems` of both languages. */
export const RULE_PROBLEMS = [
  'SHAPE',
  'NOTHING_CHANGED',
  // Rulebook
  'KIND_MISSING',
  'TERM_TOO_LONG',
  'WARNED_TOO_LATE',
  'TOO_YOUNG',
  'KEPT_TOO_LONG',
  'DETAILS_BEFORE_DOCUMENTS',
  'ID_TYPE_REPEATED',
  'ID_TYPE_UNKNOWN',
  'ID_TYPES_DIFFER',
  'FIELD_REPEATED',
  'FIELD_UNKNOWN',
  'FIELD_NEEDED',
  'FIELD_LENGTH',
  'OPTION_UNKNOWN',
  'OPTION_NEEDED',
  'RESTS_ON_NOTHING',
  'SLOT_REPEATED',
  'SLOT_UNKNOWN',
  'SLOT_NEEDED',
  'SLOT_COUNTS',
  'SLOT_FORMATS',
  'SLOT_BYTES',
  'SLOT_PDF_BYTES',
  'SLOT_PIXELS',
  'EVIDENCE_NOT_REQUIRED',
  'SIGNATURE_COUNTS',
  'SIGNATURE_LENGTHS',
  'SOURCE_REPEATED',
  'SOURCE_UNKNOWN',
  'SAMPLE_COUNTS',
  // Reasons
  'REASON_REPEATED',
  'REASON_NOWHERE',
  'OTHER_NEEDED',
  'FINAL_NEEDED',
  // Reasons and letters
  'WORDS_MISSING',
  'WORDS_TOO_LONG',
  // Letters
  'LETTER_MISSING',
  'LETTER_REPEATED',
  'CLAUSES_MISSING',
  'MARK_MISSING',
  'LABEL_MISSING',
  'PLACEHOLDER_MISSING',
  'PLACEHOLDER_UNKNOWN',
  'LETTER_DAY',
] as const
export type RuleProblemCode = (typeof RULE_PROBLEMS)[number]

/** `at` is the key or code of the faulty thing; empty when the whole is faulty. */
export type RuleProblem = { code: RuleProblemCode; at: string }

export const problem = (code: RuleProblemCode, at: string): RuleProblem => ({ code, at })

export const repeated = <T>(values: readonly T[]): T[] => values.filter((value, index) => values.indexOf(value) < index)
