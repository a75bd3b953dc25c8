'use client'
import { useTranslations } from 'next-intl'
import { FailureSummary, useFailure } from '@/components/forms/failure-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { PasswordField } from '@/components/forms/text-field'
import { useFormAction } from '@/components/forms/use-form-action'
import { setNew } from './actions'

export function NewPasswordForm({ token }: { token: string }) {
  const t = useTranslations('factors.access')
  const [result, action] = useFormAction(setNew)
  const failure = useFailure(result && !result.ok ? result : null, ['password'])
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      <FailureSummary {...failure} />
      <input type="hidden" name="token" value={token} />
      <PasswordField
        isNew
        name="password"
        label={t('password')}
        hint={t('passwordHint')}
        error={failure.errorOf('password')}
        required
      />
      <div>
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
    </form>
  )
}
