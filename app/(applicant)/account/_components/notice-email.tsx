'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { EmailField } from '@/components/forms/text-field'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { StatusBadge } from '@/components/ui/status-badge'
import type { OwnNotices } from '@/lib/accounts/notices/queries'
import { ConfirmPart } from '../../_components/own-code/confirm-part'
import { useConfirmed } from '../../_components/own-code/use-confirmed'
import { removeEmail, setEmail } from '../actions'
import { Outcome } from './outcome'
import { useField } from './use-field'

/** Shows the address that notices go to once the person who reads its mail has confirmed it. */
export function NoticeEmail({ notices }: { notices: OwnNotices }) {
  const t = useTranslations('account.email')
  const { action: giveAction, step, result: given, failure, sent } = useConfirmed(setEmail, { isEdited: true })
  const [removed, removeAction] = useFormAction(removeEmail)
  const field = useField(failure, sent)
  const { email, isEmailSent } = notices
  return (
    <Card title={t('title')}>
      <div className="flex flex-col gap-4">
        {isEmailSent ? null : <p className="max-w-measure text-text-muted">{t('unavailable')}</p>}
        {email ? null : <Outcome result={removed}>{t('removed')}</Outcome>}
        {failure?.error === 'INVALID_INPUT' || (given?.ok && !email) ? null : (
          <Outcome result={given}>{t('sent')}</Outcome>
        )}
        {email ? <Current {...notices} email={email} remove={removeAction} /> : null}
        {isEmailSent ? (
          <form action={giveAction} noValidate className="flex flex-col gap-4">
            <EmailField
              name="email"
              label={t('label')}
              hint={t(email ? 'replaceHint' : 'hint')}
              autoComplete="email"
              required
              {...field('email')}
            />
            {step ? (
              <ConfirmPart step={step} action={giveAction} id="email-code" label={t('submit')} />
            ) : (
              <div>
                <input type="hidden" name="intent" value="start" />
                <SubmitButton variant="secondary">{t('submit')}</SubmitButton>
              </div>
            )}
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
