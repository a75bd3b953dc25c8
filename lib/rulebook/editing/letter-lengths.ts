/** Limits the texts of a letter, in characters. */
export const LETTER_LENGTHS = { short: 120, long: 1_500 } as const
export const MAX_CLAUSES = 20
