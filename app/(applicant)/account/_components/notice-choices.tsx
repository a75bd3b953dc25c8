'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Checkbox } from '@/components/forms/checkbox'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { Card } from '@/components/ui/card'
import { LOCALES } from '@/lib/i18n/locales'
import type { OwnNotices } from '@/lib/notifications/queries'
import { chooseNotices } from '../actions'
import { Outcome } from './outcome'

/** By which ways, and in which language, one is told. */
export function NoticeChoices({ notices }: { notices: OwnNotices }) {
  const t = useTranslations('account.notices')
  const tLanguage = useTranslations('common.language')
  const [result, action] = useActionState(chooseNotices, null)
  const { bySms, byEmail, phone, email, isEmailConfirmed, isEmailSent, locale } = notices
  const byMail = !email ? t('emailNone') : t(isEmailConfirmed ? 'email' : 'emailUnconfirmed', { email })
  return (
    <Card id="notices" title={t('title')}>
      <form key={`${bySms} ${byEmail} ${locale}`} action={action} className="flex flex-col gap-4">
        <Outcome result={result}>{t('saved')}</Outcome>
        <p className="max-w-measure text-text-muted">{t('lead')}</p>
        <fieldset aria-describedby="channels-hint">
          <legend className="font-medium">{t('channels')}</legend>
          <Box name="bySms" isChecked={bySms} label={t('sms', { phone: phone ?? '—' })} />
          {isEmailSent ? (
            <Box name="byEmail" isChecked={byEmail} label={byMail} />
          ) : byEmail ? (
            <input type="hidden" name="byEmail" value="on" />
          ) : null}
          <p id="channels-hint" className="max-w-measure text-sm text-text-muted">
            {t('fallback')}
          </p>
        </fieldset>
        <SelectField
          name="locale"
          label={t('language')}
          options={LOCALES.map((value) => ({ value, label: tLanguage(value) }))}
          defaultValue={locale}
        />
        <div>
          <SubmitButton>{t('save')}</SubmitButton>
        </div>
      </form>
    </Card>
  )
}

function Box({ name, label, isChecked }: { name: string; label: string; isChecked: boolean }) {
  return (
    <label htmlFor={name} className="flex min-h-11 items-center gap-3">
      <Checkbox id={name} name={name} value="on" defaultChecked={isChecked} />
      <span className="min-w-0 wrap-anywhere">{label}</span>
    </label>
  )
}
