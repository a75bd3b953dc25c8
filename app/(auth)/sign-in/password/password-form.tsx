'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { PasswordField, TextField } from '@/components/forms/text-field'
import { FailureSummary, useFailure } from '../../_components/failure-summary'
import { textOf } from '../../text-of'
import { signIn } from './actions'

export function PasswordForm({ next }: { next: string }) {
  const t = useTranslations('auth')
  const [result, action] = useActionState(signIn, null)
  const refused = result && !result.ok ? result : null
  const failure = useFailure(refused, ['phone', 'password'])
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      <FailureSummary {...failure} />
      <input type="hidden" name="next" value={next} />
      <TextField
        name="phone"
        label={t('phone.label')}
        error={failure.errorOf('phone')}
        type="tel"
        inputMode="tel"
        autoComplete="username"
        required
        defaultValue={textOf(refused?.sent.phone)}
        width="half"
      />
      <PasswordField name="password" label={t('byPassword.password')} error={failure.errorOf('password')} required />
      <div>
        <SubmitButton>{t('byPassword.submit')}</SubmitButton>
      </div>
    </form>
  )
}
