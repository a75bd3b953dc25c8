/** Holds the language that was chosen. */
export const LOCALE_COOKIE = 'locale'
