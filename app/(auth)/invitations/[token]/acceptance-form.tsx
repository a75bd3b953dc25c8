'use client'
import { useTranslations } from 'next-intl'
import { FailureSummary, useFailure } from '@/components/forms/failure-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { EmailField, PasswordField, TextField } from '@/components/forms/text-field'
import { textOf } from '@/components/forms/text-of'
import { useFormAction } from '@/components/forms/use-form-action'
import { accept } from './actions'

export function AcceptanceForm({ token }: { token: string }) {
  const t = useTranslations('auth.invitation')
  const [result, action] = useFormAction(accept)
  const refused = result && !result.ok ? result : null
  const failure = useFailure(refused, ['name', 'email', 'password'])
  const sent = (name: string) => textOf(refused?.sent[name])
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      <FailureSummary {...failure} />
      <input type="hidden" name="token" value={token} />
      <TextField
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        error={failure.errorOf('name')}
        autoComplete="name"
        required
        maxLength={60}
        defaultValue={sent('name')}
      />
      <EmailField
        name="email"
        label={t('email')}
        hint={t('emailHint')}
        error={failure.errorOf('email')}
        autoComplete="username"
        required
        defaultValue={sent('email')}
      />
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
