'use client'
import { useTranslations } from 'next-intl'
import { FailureSummary, useFailure } from '@/components/forms/failure-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { EmailField } from '@/components/forms/text-field'
import { textOf } from '@/components/forms/text-of'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { forgot } from './actions'

/** Shows the same answer for every address, so that nobody learns who has an account. */
export function ForgottenForm() {
  const t = useTranslations('factors.forgotten')
  const [result, action] = useFormAction(forgot)
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
