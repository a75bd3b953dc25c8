'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { EmailField } from '@/components/forms/text-field'
import { Alert } from '@/components/ui/alert'
import { FailureSummary, useFailure } from '../../_components/failure-summary'
import { textOf } from '../../text-of'
import { forgot } from './actions'

/** One answer, whoever it is. */
export function ForgottenForm() {
  const t = useTranslations('factors.forgotten')
  const [result, action] = useActionState(forgot, null)
  const refused = result && !result.ok ? result : null
  const failure = useFailure(refused, ['email'])
  if (result?.ok) {
    return (
      <Alert tone="success" isLive>
        {t('sent')}
      </Alert>
    )
  }
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      <FailureSummary {...failure} />
      <EmailField
        name="email"
        label={t('email')}
        error={failure.errorOf('email')}
        autoComplete="username"
        required
        defaultValue={textOf(refused?.sent.email)}
      />
      <div>
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
    </form>
  )
}
