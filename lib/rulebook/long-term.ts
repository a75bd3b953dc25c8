/**
 * A DATE_OR_LONG_TERM field has this value for an ID without an end (长期). The constant has its own file, so that a
 * browser loads no schema with it.
 */
export const LONG_TERM = 'LONG_TERM'
