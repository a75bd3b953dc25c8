'use client'
import { useTranslations } from 'next-intl'
import { FailureSummary, useFailure } from '@/components/forms/failure-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { PasswordField } from '@/components/forms/text-field'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { change } from '../actions'

export function PasswordCard() {
  const t = useTranslations('factors.security')
  const [result, action] = useFormAction(change)
  const refused = result && !result.ok ? result : null
  const isWrong = refused?.error === 'CREDENTIALS_WRONG'
  const failure = useFailure(isWrong ? null : refused, ['current', 'password'])
  return (
    <Card title={t('password')}>
      <form action={action} noValidate className="flex flex-col gap-4">
        {result?.ok ? (
          <Alert tone="success" isLive>
            {t('passwordDone')}
          </Alert>
        ) : null}
        <FailureSummary
          errors={isWrong ? [{ name: 'current', message: t('currentWrong') }] : failure.errors}
          message={failure.message}
        />
        <PasswordField
          name="current"
          label={t('current')}
          error={isWrong ? t('currentWrong') : failure.errorOf('current')}
          required
        />
        <PasswordField
          isNew
          name="password"
          label={t('new')}
          hint={t('newHint')}
          error={failure.errorOf('password')}
          required
        />
        <p className="max-w-measure text-text-muted">{t('passwordEnds')}</p>
        <div>
          <SubmitButton>{t('passwordSubmit')}</SubmitButton>
        </div>
      </form>
    </Card>
  )
}
