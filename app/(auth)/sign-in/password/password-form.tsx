'use client'
import { useTranslations } from 'next-intl'
import { FailureSummary, useFailure } from '@/components/forms/failure-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { PasswordField, TextField } from '@/components/forms/text-field'
import { textOf } from '@/components/forms/text-of'
import { useFormAction } from '@/components/forms/use-form-action'
import type { FormAction } from '@/lib/core/forms/action-result'
import { signIn } from './actions'

type Props = {
  next: string
  /** Lets a dialog send the form without leaving its page. */
  act?: FormAction<unknown>
}

export function PasswordForm({ next, act = signIn }: Props) {
  const t = useTranslations('auth')
  const [result, action] = useFormAction<unknown>(act)
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
