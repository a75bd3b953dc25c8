'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { EmailField } from '@/components/forms/text-field'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { StatusBadge } from '@/components/ui/status-badge'
import type { OwnNotices } from '@/lib/accounts/notices/queries'
import { removeEmail, setEmail } from '../actions'
import { Outcome } from './outcome'
import { useFieldError } from './use-field-error'

/** Shows the address that notices go to once the person who reads its mail has confirmed it. */
export function NoticeEmail({ notices }: { notices: OwnNotices }) {
  const t = useTranslations('account.email')
  const [given, giveAction] = useFormAction(setEmail)
  const [removed, removeAction] = useFormAction(removeEmail)
  const { error, sent } = useFieldError(given, 'email')
  const { email, isEmailSent } = notices
  return (
    <Card title={t('title')}>
      <div className="flex flex-col gap-4">
        {isEmailSent ? null : <p className="max-w-measure text-text-muted">{t('unavailable')}</p>}
        {email ? null : <Outcome result={removed}>{t('removed')}</Outcome>}
        {error || (given?.ok && !email) ? null : (
          <Outcome result={given} retry={giveAction}>
            {t('sent')}
          </Outcome>
        )}
        {email ? <Current {...notices} email={email} remove={removeAction} /> : null}
        {isEmailSent ? (
          <form action={giveAction} noValidate className="flex flex-col gap-4">
            <EmailField
              name="email"
              label={t('label')}
              hint={t(email ? 'replaceHint' : 'hint')}
              error={error}
              autoComplete="email"
              required
              defaultValue={sent}
            />
            <div>
              <SubmitButton variant="secondary">{t('submit')}</SubmitButton>
            </div>
          </form>
        ) : null}
      </div>
    </Card>
  )
}

type CurrentProps = Pick<OwnNotices, 'isEmailConfirmed' | 'isLinkLive'> & {
  email: string
  remove: (form: FormData) => void
}

function Current({ email, isEmailConfirmed, isLinkLive, remove }: CurrentProps) {
  const t = useTranslations('account.email')
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium wrap-anywhere">{email}</span>
        {isEmailConfirmed ? (
          <StatusBadge tone="success">{t('confirmed')}</StatusBadge>
        ) : (
          <StatusBadge tone="warning">{t('waiting')}</StatusBadge>
        )}
      </p>
      {isEmailConfirmed ? null : (
        <p className="max-w-measure text-text-muted">{t(isLinkLive ? 'waitingText' : 'overText')}</p>
      )}
      <ConfirmDialog
        trigger={t('remove')}
        triggerSize="small"
        title={t('removeTitle')}
        confirmLabel={t('removeConfirm')}
        isDangerous
        action={remove}
      >
        {t('removeText')}
      </ConfirmDialog>
    </div>
  )
}
