'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { PasswordField } from '@/components/forms/text-field'
import { Card } from '@/components/ui/card'
import { Outcome } from '../../_components/outcome'
import { changePassword, sendCode } from '../actions'
import { useFieldErrors } from './field-errors'

/** One more way in, that whoever is given the number later does not have. A code says once more who one is. */
export function ChangePassword({ hasPassword, phone }: { hasPassword: boolean; phone: string }) {
  const t = useTranslations('account.password')
  const [sent, send] = useActionState(sendCode, null)
  const [changed, change] = useActionState(changePassword, null)
  const errors = useFieldErrors(changed)
  const isOfField = Object.keys(errors).length > 0
  return (
    <Card title={t('title')}>
      <div className="flex flex-col gap-5">
        <p className="max-w-measure text-text-muted">{t(hasPassword ? 'has' : 'none')}</p>
        <form action={send} className="flex flex-col gap-3">
          <Outcome result={sent}>{t('codeSent', { phone })}</Outcome>
          <div>
            <SubmitButton variant="secondary">{t('send', { phone })}</SubmitButton>
          </div>
        </form>
        <form action={change} noValidate className="flex flex-col gap-4 border-t pt-4">
          {isOfField ? null : (
            <Outcome result={changed}>{t(changed?.ok && changed.value === 'remove' ? 'removed' : 'isSet')}</Outcome>
          )}
          <CodeField name="code" label={t('code')} hint={t('codeHint')} error={errors.code} />
          <PasswordField
            isNew
            name="password"
            label={t(hasPassword ? 'new' : 'password')}
            hint={t('hint')}
            error={errors.password}
          />
          <div className="flex flex-wrap gap-3">
            <SubmitButton name="intent" value="set">
              {t(hasPassword ? 'change' : 'set')}
            </SubmitButton>
            {hasPassword ? (
              <SubmitButton name="intent" value="remove" variant="danger">
                {t('remove')}
              </SubmitButton>
            ) : null}
          </div>
        </form>
      </div>
    </Card>
  )
}
