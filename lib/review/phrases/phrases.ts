/** This many phrases are saved for one reviewer. */
export const PHRASES_MAX = 20
/** The longest phrase, in characters. */
export const PHRASE_MAX = 200

/** A sentence that its reviewer writes into notes again and again. */
export type SavedPhrase = { id: string; text: string }
