/** Looks that are closer than this, in seconds, count as one: several workers may look at once. */
export const CHECK_INTERVAL = 30
