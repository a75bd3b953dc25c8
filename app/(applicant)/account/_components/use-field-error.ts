import { useTranslations } from 'next-intl'
import type { ActionResult } from '@/lib/core/action-result'

/** Returns what is wrong with the one field of a form, in words, and what was typed into it. */
export function useFieldError(result: ActionResult<unknown> | null, field: 'phone' | 'email') {
  const t = useTranslations('account.problems')
  if (!result || result.ok) return { error: undefined, sent: undefined }
  const { fields, sent } = result
  const code = fields[field]?.[0]
  const value = sent[field]
  return {
    error: code ? t(field === 'phone' ? 'PHONE_INVALID' : 'EMAIL_INVALID') : undefined,
    sent: typeof value === 'string' ? value : undefined,
  }
}
