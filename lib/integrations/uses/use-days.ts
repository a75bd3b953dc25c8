/** The page shows so many days, today included. */
export const SHOWN_DAYS = 30

/** Counts are stored for so many days. */
export const STORED_DAYS = 400
