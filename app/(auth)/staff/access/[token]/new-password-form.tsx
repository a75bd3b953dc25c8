'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { PasswordField } from '@/components/forms/text-field'
import { FailureSummary, useFailure } from '../../../_components/failure-summary'
import { setNew } from './actions'

export function NewPasswordForm({ token }: { token: string }) {
  const t = useTranslations('factors.access')
  const [result, action] = useActionState(setNew, null)
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
