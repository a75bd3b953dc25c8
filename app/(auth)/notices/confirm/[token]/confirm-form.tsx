'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { confirm } from './actions'

/** Confirms by a button: mail scanners follow links, and would confirm for anyone. */
export function ConfirmForm({ token }: { token: string }) {
  const t = useTranslations('auth.noticeEmail')
  const tErrors = useTranslations('errors')
  const [result, action] = useFormAction(confirm)
  const toAccount = (
    <Link href="/account" prefetch={false} className="link">
      {t('account')}
    </Link>
  )
  if (result?.ok) {
    return (
      <Alert tone="success" isLive action={toAccount}>
        {t('done')}
      </Alert>
    )
  }
  const isInvalid = result?.error === 'LINK_INVALID' || result?.error === 'INVALID_INPUT'
  return (
    <form action={action} className="flex flex-col gap-4">
      {result ? (
        <Alert tone="danger" isLive action={isInvalid ? toAccount : null}>
          {isInvalid ? t('invalid') : tErrors(result.error, result.params)}
        </Alert>
      ) : null}
      <input type="hidden" name="token" value={token} />
      <p className="max-w-measure text-text-muted">{t('ignore')}</p>
      <div>
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
    </form>
  )
}
