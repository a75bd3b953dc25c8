/** The value of a DATE_OR_LONG_TERM field for an ID without an end (长期). By itself, so that a browser needs no schema for it. */
export const LONG_TERM = 'LONG_TERM'
