import { useTranslations } from 'next-intl'
import { textOf } from '@/components/forms/text-of'
import type { ActionFailure, Sent } from '@/lib/core/forms/action-result'

/** Returns, for a field of a form, what is wrong with it in words, and what was typed into it. */
export function useField(failure: ActionFailure | null, sent: Sent) {
  const t = useTranslations('account.problems')
  return (name: string) => {
    const code = failure?.fields[name]?.[0]
    return { error: code && t.has(code) ? t(code) : undefined, defaultValue: textOf(sent[name]) }
  }
}
