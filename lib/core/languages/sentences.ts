/**
 * Returns the sentences of a text in either language, in order. A dot ends one where a capital letter follows, so that
 * "Co., Ltd. (China Mobile)" stays whole.
 */
export const sentencesOf = (text: string): string[] => text.split(/(?<=[。！？])|(?<=[.!?]) (?=\p{Lu})/u)
