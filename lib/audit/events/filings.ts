export const FILING_EVENTS = [] as const
