import 'server-only'
import { logBug } from './log'

type About = Parameters<typeof logBug>[1]

/**
 * Does work again and again, every so many milliseconds. What the work throws, or rejects with, is logged by what
 * `about` says, and the work is done again the next time.
 */
export function startInterval(work: () => unknown, milliseconds: number, about?: About): NodeJS.Timeout {
  return setInterval(() => attempt(work, about), milliseconds)
}

/**
 * Does work once, after so many milliseconds. What the work throws, or rejects with, is logged by what `about` says.
 */
export function startTimeout(work: () => unknown, milliseconds: number, about?: About): NodeJS.Timeout {
  return setTimeout(() => attempt(work, about), milliseconds)
}

/** Milliseconds between two looks at how long this process ran. */
const LOOK_EVERY = 100

/**
 * Does work once this process has run for so many milliseconds, at the earliest after as many of the clock. While a
 * busy machine or work of its own keeps it from running, it reads nothing, and what others sent meanwhile is not late.
 *
 * @returns what gives it up
 */
export function startRunTimeout(work: () => unknown, milliseconds: number, about?: About): () => void {
  let ran = 0
  let last = performance.now()
  const look = () => {
    const now = performance.now()
    ran += Math.min(now - last, 2 * LOOK_EVERY)
    last = now
    if (ran < milliseconds) return
    clearInterval(timer)
    return work()
  }
  const timer = startInterval(look, LOOK_EVERY, about).unref()
  return () => clearInterval(timer)
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
