import { useTranslations } from 'next-intl'
import type { ActionResult } from '@/lib/core/forms/action-result'

/** Returns what is wrong with each field of a form, in words: empty when no field is at fault. */
export function useFieldErrors(result: ActionResult<unknown> | null): Record<string, string> {
  const t = useTranslations('account.problems')
  if (!result || result.ok) return {}
  const first = Object.entries(result.fields).map(([name, codes]) => [name, codes?.[0]] as const)
  return Object.fromEntries(first.flatMap(([name, code]) => (code && t.has(code) ? [[name, t(code)]] : [])))
}
