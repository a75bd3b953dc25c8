/** Milliseconds that a probe has. */
export const PROBE_LIMIT: number = 3_000
