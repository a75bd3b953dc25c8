/** The longest texts of a reason, in characters. */
export const REASON_LENGTHS = { name: 40, means: 300, howToMend: 400 } as const
