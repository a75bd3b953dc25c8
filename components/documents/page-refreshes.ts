import { followFiles } from './file-events'
import { gatherRefreshes, type Refresh } from './gather-refreshes'
import { delayAfter, fileIn, SOON_MS, type UploadAnswer } from './refresh-delay'

let gathered: ((withinMs: number) => void) | undefined

/**
 * Has the page refreshed within some milliseconds. A tab has one page, so all that wait for a file share its refreshes.
 */
function refreshWithin(refresh: Refresh, withinMs: number): void {
  gathered ??= gatherRefreshes(refresh)
  gathered(withinMs)
}

/** Holds the ids of the files that this page sent. */
const sentHere = new Set<string>()

/**
 * Has the page refreshed for what happens to files of a qualification.
 *
 * @returns what ends it
 */
export const follow = (refresh: Refresh, qualificationId: string): (() => void) =>
  followFiles((heard) => {
    const delay = delayAfter(heard, qualificationId, sentHere)
    if (delay !== null) refreshWithin(refresh, delay)
  })

/** Has the page refreshed for a file that it sent; the answer to that names it. */
export function noteUpload(refresh: Refresh, answer?: UploadAnswer): void {
  const fileId = answer && fileIn(answer)
  if (fileId) sentHere.add(fileId)
  refreshWithin(refresh, SOON_MS)
}
