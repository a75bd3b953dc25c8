/** Returns the id of the cell of a row in which a lead acts on it. */
export const actsCellId = (qualificationId: string): string => `acts-${qualificationId}`
