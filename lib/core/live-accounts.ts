/**
 * Matches the accounts that count. All code that lists, counts, finds or reports across accounts leaves test accounts
 * out by it, or by `isLiveAccount` in SQL (decision 88).
 */
export const LIVE = { isTest: false } as const
