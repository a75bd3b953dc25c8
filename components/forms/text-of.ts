/** Returns what a form sent under a name, when it was one text. */
export const textOf = (sent: unknown): string => (typeof sent === 'string' ? sent : '')
