/** Longer names are cut to this length, in UTF-16 units. */
const MAX_LENGTH = 255

/**
 * Returns a file's name as it may be shown: without control and bidirectional characters, which could make `exe.jpg` of
 * `gpj.exe`, and cut at 255. Only ever shown: nothing is looked up or decided by it.
 */
export function displayName(name: string): string {
  const shown = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '')
    .trim()
  return shown
    .slice(0, MAX_LENGTH)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
}
