/** Limits the phrases that are saved for one reviewer. */
export const PHRASES_MAX = 20
/** Limits the length of a phrase, in characters. */
export const PHRASE_MAX = 200

/** Holds a sentence that its reviewer writes into notes again and again. */
export type SavedPhrase = { id: string; text: string }
