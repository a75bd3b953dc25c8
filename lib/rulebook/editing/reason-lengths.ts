/** Limits the texts of a reason, in characters. */
export const REASON_LENGTHS = { name: 40, means: 300, howToCorrect: 400 } as const
