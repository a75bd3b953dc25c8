/**
 * A test waits so many milliseconds for a condition: a busy machine is slow, not wrong. A condition that holds ends
 * the wait, so only a test that fails takes so long.
 */
export const PATIENCE = 60_000

/** Limits a test in all, in milliseconds: several of its waits may be long. */
export const TEST_LIMIT = 5 * PATIENCE
