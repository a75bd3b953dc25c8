import 'server-only'

/**
 * Releases memory that is not used any more. V8 waits with it until a machine is idle, or its own heap grows, which
 * what models and pictures need is no part of: a child on a busy machine came to its limit by what it did not need.
 */
export function collect(): void {
  globalThis.gc?.()
}
