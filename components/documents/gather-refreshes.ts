/** Refreshes the page, and calls back when it is drawn. */
export type Refresh = (onDrawn: () => void) => void

/** Limits how often a page is refreshed: two refreshes start this far apart. */
const APART_MS = 250
/** After this time, a page that has not come is not waited for any more. */
const LOST_MS = 30_000

/**
 * Gathers what a page has to be refreshed for: one refresh at a time, and the next one a moment later. What happens
 * while one is in progress leads to another, since the portal may have read the page before it happened.
 *
 * @returns what has the page refreshed within some milliseconds; a refresh that starts before then serves it too
 */
export function gatherRefreshes(refresh: Refresh): (withinMs: number) => void {
  let dueAt = Number.POSITIVE_INFINITY
  let startedAt = Number.NEGATIVE_INFINITY
  let isRunning = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const plan = (): void => {
    clearTimeout(timer)
    if (isRunning || dueAt === Number.POSITIVE_INFINITY) return
    const now = performance.now()
    timer = setTimeout(start, Math.max(dueAt, startedAt + APART_MS, now) - now)
  }
  const start = (): void => {
    dueAt = Number.POSITIVE_INFINITY
    startedAt = performance.now()
    isRunning = true
    let isOver = false
    const end = (): void => {
      if (isOver) return // it came after all
      isOver = true
      clearTimeout(lost)
      isRunning = false
      plan()
    }
    const lost = setTimeout(end, LOST_MS)
    refresh(end)
  }
  return (withinMs) => {
    dueAt = Math.min(dueAt, performance.now() + withinMs)
    plan()
  }
}
