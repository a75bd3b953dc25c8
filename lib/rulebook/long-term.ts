/**
 * The value of a DATE_OR_LONG_TERM field for an ID without an end (长期). It has its own file, so that a browser loads no
 * schema with it.
 */
export const LONG_TERM = 'LONG_TERM'
