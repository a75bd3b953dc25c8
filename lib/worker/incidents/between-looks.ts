/** Looks that are closer than this, in seconds, count as one: several workers may look at once. */
export const BETWEEN_LOOKS = 30
