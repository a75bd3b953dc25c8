'use client'
import { useTranslations } from 'next-intl'
import { keepFormValues } from '@/components/forms/keep-form-values'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { textOf } from '@/components/forms/text-of'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import type { AccountLabel } from '@/lib/accounts/members/queries'
import { ConfirmPart } from '../../_components/own-code/confirm-part'
import { useConfirmed } from '../../_components/own-code/use-confirmed'
import { invite } from '../actions'
import { Outcome } from './outcome'
import { useField } from './use-field'

/** Invites up to three people, by one code. What was typed stays while the code is requested. */
export function InviteForm({ accounts }: { accounts: readonly AccountLabel[] }) {
  const t = useTranslations('account.invite')
  const { action, step, result, failure, sent } = useConfirmed(invite, { isEdited: true })
  const field = useField(failure, sent)
  const [first, ...more] = accounts
  const options = accounts.map(({ id, isOwn, founder }) => ({
    value: id,
    label: isOwn ? t('intoOwn') : t('intoFounded', { phone: founder ?? '—' }),
  }))
  const done = result?.ok ? result.value : null
  const numbers = { type: 'tel', inputMode: 'tel', width: 'half' } as const
  const hasMore = ['phone2', 'phone3'].some((name) => textOf(sent[name]) !== '')
  return (
    <Card title={t('title')}>
      <form
        key={done?.expiresAt.toISOString()}
        action={action}
        onReset={keepFormValues}
        noValidate
        className="flex flex-col gap-4"
      >
        {failure?.error === 'INVALID_INPUT' ? null : (
          <Outcome result={result}>
            {done ? t.rich('sent', { count: done.count, time: () => <Moment at={done.expiresAt} /> }) : null}
          </Outcome>
        )}
        <div className="flex max-w-measure flex-col gap-2 text-text-muted">
          <p>{t('lead')}</p>
          <p>{t('warning')}</p>
        </div>
        {more.length > 0 ? (
          <SelectField
            name="accountId"
            label={t('into')}
            options={options}
            defaultValue={textOf(sent.accountId) || options[0]?.value}
          />
        ) : (
          <input type="hidden" name="accountId" value={first?.id ?? ''} />
        )}
        <TextField name="phone" label={t('phone')} hint={t('phoneHint')} {...numbers} required {...field('phone')} />
        <details open={hasMore}>
          <summary className="link w-fit cursor-pointer py-2">{t('more')}</summary>
          <div className="mt-2 flex flex-col gap-4">
            <TextField name="phone2" label={t('phone2')} {...numbers} isOptional {...field('phone2')} />
            <TextField name="phone3" label={t('phone3')} {...numbers} isOptional {...field('phone3')} />
          </div>
        </details>
        {step ? (
          <ConfirmPart step={step} action={action} id="invite-code" label={t('submit')} />
        ) : (
          <div>
            <input type="hidden" name="intent" value="start" />
            <SubmitButton>{t('submit')}</SubmitButton>
          </div>
        )}
      </form>
    </Card>
  )
}
