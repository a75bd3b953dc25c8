import type { ActionResult } from '@/lib/core/forms/action-result'

type Words = { has: (code: never) => boolean; (code: never): string }

/**
 * Returns what says the problem of a field, if it has one.
 *
 * @param words says each code of a schema, and those that only the verb finds
 * @param ofVerb the field that the verb's problem is about, where a verb finds one
 */
export function problemsOf(result: ActionResult<unknown> | null, words: Words, ofVerb?: string) {
  const refused = result && !result.ok ? result : null
  return (name: string): string | undefined => {
    const codes = [...(refused?.fields[name] ?? []), name === ofVerb ? refused?.params.problem : undefined]
    const code = codes.find((one) => typeof one === 'string' && words.has(one as never))
    return code === undefined ? undefined : words(code as never)
  }
}
