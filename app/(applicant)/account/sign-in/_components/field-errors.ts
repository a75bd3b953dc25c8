import { useTranslations } from 'next-intl'
import type { ActionResult } from '@/lib/web/form-action'

/** What is wrong with the fields of a form, in words: empty when it is none of them. */
export function useFieldErrors(result: ActionResult<unknown> | null): Record<string, string> {
  const t = useTranslations('account.problems')
  if (!result || result.ok) return {}
  const first = Object.entries(result.fields).map(([name, codes]) => [name, codes?.[0]] as const)
  return Object.fromEntries(first.flatMap(([name, code]) => (code && t.has(code) ? [[name, t(code)]] : [])))
}
