/** The longest text of what is needed, or of why it was refused, in UTF-16 code units. */
export const SUPPLEMENT_NOTE_MAX = 300
