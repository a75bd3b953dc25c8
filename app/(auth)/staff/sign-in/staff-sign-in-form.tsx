'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { FailureSummary, useFailure } from '../../_components/failure-summary'
import { textOf } from '../../text-of'
import { signIn } from './actions'

export function StaffSignInForm({ next }: { next: string }) {
  const t = useTranslations('auth.staff')
  const [result, action] = useActionState(signIn, null)
  const refused = result && !result.ok ? result : null
  const failure = useFailure(refused, ['email', 'password'])
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      <FailureSummary {...failure} />
      <input type="hidden" name="next" value={next} />
      <TextField
        name="email"
        label={t('email')}
        error={failure.errorOf('email')}
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        defaultValue={textOf(refused?.sent.email)}
      />
      <TextField
        name="password"
        label={t('password')}
        error={failure.errorOf('password')}
        type="password"
        autoComplete="current-password"
        required
      />
      <div>
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
    </form>
  )
}
