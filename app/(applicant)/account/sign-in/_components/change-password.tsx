'use client'
import { useTranslations } from 'next-intl'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { PasswordField } from '@/components/forms/text-field'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { Outcome } from '../../_components/outcome'
import { changePassword, sendCode } from '../actions'
import { useFieldErrors } from './field-errors'

/**
 * Shows the form for a password, a way to sign in that the next owner of the number does not have. A code confirms who
 * sets it.
 */
export function ChangePassword({ hasPassword, phone }: { hasPassword: boolean; phone: string }) {
  const t = useTranslations('account.password')
  const [sent, send] = useFormAction(sendCode)
  const [changed, change] = useFormAction(changePassword)
  const errors = useFieldErrors(changed)
  const isOfField = Object.keys(errors).length > 0
  return (
    <Card title={t('title')}>
      <div className="flex flex-col gap-5">
        <p className="max-w-measure text-text-muted">{t(hasPassword ? 'has' : 'none')}</p>
        <form action={send} className="flex flex-col gap-3">
          <Outcome result={sent}>{t('codeSent', { phone })}</Outcome>
          <input type="hidden" name="act" value="PASSWORD" />
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
