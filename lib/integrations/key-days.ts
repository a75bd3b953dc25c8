/** The days for which a key can be made; the empty choice is a key without an end. */
export const KEY_DAYS = ['30', '90', '365', ''] as const
