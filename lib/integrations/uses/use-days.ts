/** The last days that the page shows, today included. */
export const SHOWN_DAYS = 30

/** The days for which counts are stored. */
export const STORED_DAYS = 400
