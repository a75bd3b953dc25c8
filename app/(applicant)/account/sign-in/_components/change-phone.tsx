'use client'
import { useTranslations } from 'next-intl'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { Outcome } from '../../_components/outcome'
import { changePhone, sendCodes } from '../actions'
import { useFieldErrors } from './field-errors'

/** A code to the number that one has and one to the number that takes its place. */
export function ChangePhone({ phone }: { phone: string }) {
  const t = useTranslations('account.phone')
  const [sent, send] = useFormAction(sendCodes)
  const [changed, change] = useFormAction(changePhone)
  const [sendErrors, changeErrors] = [useFieldErrors(sent), useFieldErrors(changed)]
  const typed = sent && !sent.ok && typeof sent.sent.phone === 'string' ? sent.sent.phone : ''
  const isOfField = Object.keys(changeErrors).length > 0
  return (
    <Card title={t('title')}>
      <div className="flex flex-col gap-5">
        <p className="max-w-measure text-text-muted">{t('now', { phone })}</p>
        {changed?.ok ? <Outcome result={changed}>{t('changed')}</Outcome> : null}
        <form action={send} noValidate className="flex flex-col gap-4">
          {sendErrors.phone ? null : <Outcome result={sent}>{t('codesSent')}</Outcome>}
          <TextField
            name="phone"
            label={t('new')}
            hint={t('hint')}
            error={sendErrors.phone}
            type="tel"
            inputMode="tel"
            required
            defaultValue={sent?.ok ? sent.value.phone : typed}
            width="half"
          />
          <div>
            <SubmitButton variant="secondary">{t('send')}</SubmitButton>
          </div>
        </form>
        {sent?.ok && !changed?.ok ? (
          <form action={change} noValidate className="flex flex-col gap-4 border-t pt-4">
            {isOfField ? null : <Outcome result={changed}>{t('changed')}</Outcome>}
            <input type="hidden" name="phone" value={sent.value.phone} />
            <CodeField name="oldCode" label={t('oldCode')} error={changeErrors.oldCode} />
            <CodeField name="newCode" label={t('newCode')} error={changeErrors.newCode} />
            <div>
              <SubmitButton>{t('change')}</SubmitButton>
            </div>
          </form>
        ) : null}
        <p className="max-w-measure text-sm text-text-muted">{t('lost')}</p>
      </div>
    </Card>
  )
}
