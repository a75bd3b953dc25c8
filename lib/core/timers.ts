import 'server-only'
import { logBug } from './log'

type About = Parameters<typeof logBug>[1]

/**
 * Does work again and again, every so many milliseconds. What the work throws, or rejects with, is logged by what `about` says,
 * and the work is done again the next time.
 */
export function startInterval(work: () => unknown, milliseconds: number, about?: About): NodeJS.Timeout {
  return setInterval(() => attempt(work, about), milliseconds)
}

/** Does work once, after so many milliseconds. What the work throws, or rejects with, is logged by what `about` says. */
export function startTimeout(work: () => unknown, milliseconds: number, about?: About): NodeJS.Timeout {
  return setTimeout(() => attempt(work, about), milliseconds)
}

/** An error in a timer is nobody's answer: outside of this it would be an uncaught exception of the whole process. */
function attempt(work: () => unknown, about: About): void {
  try {
    const result = work()
    if (result instanceof Promise) result.catch((error: unknown) => logBug(error, about))
  } catch (error) {
    logBug(error, about)
  }
}
