'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { ErrorSummary } from '@/components/forms/error-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { begin } from '../actions'

export function BeginForm() {
  const t = useTranslations()
  const [result, action] = useActionState(begin, null)
  return (
    <form action={action} className="flex flex-col gap-4">
      {result && !result.ok ? <ErrorSummary message={t(`errors.${result.error}`, result.params)} /> : null}
      <input type="hidden" name="kind" value="INDIVIDUAL" />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <SubmitButton>{t('applicant.new.begin')}</SubmitButton>
        <p className="text-sm text-text-muted">{t('applicant.new.savesItself')}</p>
      </div>
    </form>
  )
}
