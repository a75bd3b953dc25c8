'use client'
import { useTranslations } from 'next-intl'
import { ErrorSummary, type SummedError } from '@/components/forms/error-summary'
import type { ActionFailure } from '@/lib/core/forms/action-result'

type Failure = Pick<ActionFailure, 'error' | 'params' | 'fields'>

/** Refusals that are about what was typed into one field. */
const FIELD_OF: Partial<Record<ActionFailure['error'], string>> = {
  CODE_WRONG: 'code',
  CODE_EXPIRED: 'code',
  EMAIL_TAKEN: 'email',
  PASSWORD_LENGTH: 'password',
  PASSWORD_COMMON: 'password',
  PASSWORD_PERSONAL: 'password',
}

/** Returns the message for each field, and the message for the whole form. */
export function useFailure(failure: Failure | null, shown: readonly string[]) {
  const t = useTranslations('auth.problems')
  const tError = useTranslations('errors')
  if (!failure) return { errors: [], errorOf: () => undefined, message: undefined }
  const { error, params, fields } = failure
  const sentence = tError(error, params)
  const field = FIELD_OF[error]
  const errors: SummedError[] = shown.flatMap((name) => {
    const code = fields[name]?.[0]
    if (code) return [{ name, message: t.has(code) ? t(code) : tError('INVALID_INPUT') }]
    return name === field ? [{ name, message: sentence }] : []
  })
  const errorOf = (name: string) => errors.find((summed) => summed.name === name)?.message
  return { errors, errorOf, message: errors.length > 0 ? undefined : sentence }
}

export function FailureSummary({ errors, message }: Pick<ReturnType<typeof useFailure>, 'errors' | 'message'>) {
  if (errors.length === 0 && !message) return null
  return <ErrorSummary errors={errors} {...(message ? { message } : {})} />
}
