'use client'
import { useTranslations } from 'next-intl'
import { Checkbox } from '@/components/forms/checkbox'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import type { OwnNotices } from '@/lib/accounts/notices/queries'
import { LOCALES } from '@/lib/core/languages/locales'
import { chooseNotices } from '../actions'
import { Outcome } from './outcome'

/** Shows the choice of ways and language in which the applicant is notified. */
export function NoticeChoices({ notices }: { notices: OwnNotices }) {
  const t = useTranslations('account.notices')
  const tLanguage = useTranslations('common.language')
  const [result, action] = useFormAction(chooseNotices)
  const { bySms, byEmail, phone, email, isEmailConfirmed, isEmailSent, locale } = notices
  const address = !email ? t('emailNone') : isEmailConfirmed ? email : t('emailUnconfirmed', { email })
  return (
    <Card title={t('title')}>
      <form key={`${bySms} ${byEmail} ${locale}`} action={action} className="flex flex-col gap-4">
        <Outcome result={result}>{t('saved')}</Outcome>
        <p className="max-w-measure text-text-muted">{t('lead')}</p>
        <fieldset aria-describedby="channels-hint">
          <legend className="font-medium">{t('channels')}</legend>
          <Box name="bySms" isChecked={bySms} label={t('sms')} to={phone ?? '—'} />
          {isEmailSent ? (
            <Box name="byEmail" isChecked={byEmail} label={t('email')} to={address} />
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

type BoxProps = { name: string; label: string; to: string; isChecked: boolean }

function Box({ name, label, to, isChecked }: BoxProps) {
  return (
    <label htmlFor={name} className="flex min-h-11 gap-3 py-2">
      <Checkbox id={name} name={name} value="on" defaultChecked={isChecked} className="mt-[0.2em]" />
      <span className="min-w-0">
        <span className="block">{label}</span>
        <span className="numeric block text-sm text-text-muted wrap-anywhere">{to}</span>
      </span>
    </label>
  )
}
