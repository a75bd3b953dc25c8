'use client'
import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import type { AccountLabel } from '@/lib/accounts/members/queries'
import { invite } from '../actions'
import { Outcome } from './outcome'
import { useFieldError } from './use-field-error'

export function InviteForm({ accounts }: { accounts: readonly AccountLabel[] }) {
  const t = useTranslations('account.invite')
  const [result, action] = useFormAction(invite)
  const { error, sent } = useFieldError(result, 'phone')
  const [first, ...more] = accounts
  const options = accounts.map(({ id, isOwn, founder }) => ({
    value: id,
    label: isOwn ? t('intoOwn') : t('intoFounded', { phone: founder ?? '—' }),
  }))
  const until = result?.ok ? result.value.expiresAt : null
  return (
    <Card title={t('title')}>
      <form action={action} noValidate className="flex flex-col gap-4">
        {error ? null : (
          <Outcome result={result} retry={action}>
            {until ? t.rich('sent', { time: () => <Moment at={until} /> }) : null}
          </Outcome>
        )}
        <div className="flex max-w-measure flex-col gap-2 text-text-muted">
          <p>{t('lead')}</p>
          <p>{t('warning')}</p>
        </div>
        {more.length > 0 ? (
          <SelectField name="accountId" label={t('into')} options={options} />
        ) : (
          <input type="hidden" name="accountId" value={first?.id ?? ''} />
        )}
        <TextField
          name="phone"
          label={t('phone')}
          hint={t('phoneHint')}
          error={error}
          type="tel"
          inputMode="tel"
          width="half"
          required
          defaultValue={sent}
        />
        <div>
          <SubmitButton>{t('submit')}</SubmitButton>
        </div>
      </form>
    </Card>
  )
}
