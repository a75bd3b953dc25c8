/** Lists what the framework throws when the answer is none of the portal's, or ends in the middle. */
const FROM_BETWEEN = ['An unexpected response was received from the server.', 'Connection closed.']
/** Matches how Chromium, Firefox and Safari word a request without an answer, or a part of a page that didn't come. */
const NO_ANSWER = /failed to fetch|network ?error|load failed|connection was lost|imported module|importing a module/i

/**
 * Returns whether an error means that the portal could not be reached. A browser throws a TypeError, as it does for
 * bugs, so its words count; a proxy answers for a portal that is away. What the portal itself throws has a digest.
 */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error) || 'digest' in error) return false
  if (FROM_BETWEEN.includes(error.message) || error.name === 'ChunkLoadError') return true
  return error instanceof TypeError && NO_ANSWER.test(error.message)
}
