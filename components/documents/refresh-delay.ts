import type { Heard } from './file-events'

/**
 * Limits how long a page waits before it shows that a file was received: as a rule it is examined by then, and the page
 * is refreshed for both at the same time. Until then the list of uploads shows the file.
 */
export const SOON_MS = 500

/**
 * Returns within how many milliseconds a page of a qualification is refreshed for an event; null when it shows nothing
 * of it. The page that sent a file is refreshed for the answer to it. Where something may have been missed, nobody
 * waits for the very moment.
 *
 * @param sentHere the ids of files that the page sent
 */
export function delayAfter(heard: Heard, qualificationId: string, sentHere: ReadonlySet<string>): number | null {
  if (!heard.qualificationId) return SOON_MS
  if (heard.qualificationId !== qualificationId) return null
  if (heard.state !== 'RECEIVED') return 0
  return heard.fileId && sentHere.has(heard.fileId) ? null : SOON_MS
}

/** Has the text of an answer, as tus-js-client gives it. */
export type UploadAnswer = { getBody(): string }

/**
 * Returns the id of the file that the answer to an upload describes; null where it describes none, as when the portal
 * had all of it.
 */
export function fileIn(answer: UploadAnswer): string | null {
  try {
    const { files } = JSON.parse(answer.getBody()) as { files: { fileId: string }[] }
    return files[0]?.fileId ?? null
  } catch {
    return null
  }
}
