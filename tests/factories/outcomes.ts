import { expect, vi } from 'vitest'
import { DomainError } from '@/lib/core/errors'

/**
 * Returns the sorted outcomes of several concurrent attempts: OK, or the code of the refusal. Any other error is
 * thrown.
 */
export async function outcomesOf(attempts: readonly Promise<unknown>[]): Promise<string[]> {
  const outcomes = (await Promise.allSettled(attempts)).map((outcome) => {
    if (outcome.status === 'fulfilled') return 'OK'
    if (outcome.reason instanceof DomainError) return outcome.reason.code
    throw outcome.reason
  })
  return outcomes.sort((a, b) => a.localeCompare(b))
}

/**
 * Runs concurrent attempts while the clock is stopped: limits count by this process's clock, and a busy machine may
 * take longer for a few attempts than the second that a window lasts.
 */
export async function atOneMoment<T>(attempts: () => Promise<T>): Promise<T> {
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now())
  try {
    return await attempts()
  } finally {
    clock.mockRestore()
  }
}

/**
 * Returns how many of the attempts were let through, concurrently, at one moment; the others must be refusals with a
 * time to wait.
 */
export async function allowedOf(count: number, attempt: () => Promise<unknown>): Promise<number> {
  const outcomes = await atOneMoment(() => Promise.allSettled(Array.from({ length: count }, attempt)))
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'RATE_LIMITED' })
    if (outcome.status === 'rejected') expect(outcome.reason.params.seconds).toBeGreaterThan(0)
  }
  return outcomes.filter(({ status }) => status === 'fulfilled').length
}
