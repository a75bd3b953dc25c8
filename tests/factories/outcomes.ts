import { DomainError } from '@/lib/core/errors'

/** How each of several attempts at once ended: OK, or the code of the refusal; sorted. Anything else is thrown on. */
export async function outcomesOf(attempts: readonly Promise<unknown>[]): Promise<string[]> {
  const outcomes = (await Promise.allSettled(attempts)).map((outcome) => {
    if (outcome.status === 'fulfilled') return 'OK'
    if (outcome.reason instanceof DomainError) return outcome.reason.code
    throw outcome.reason
  })
  return outcomes.sort((a, b) => a.localeCompare(b))
}
