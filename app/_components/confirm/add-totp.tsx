'use client'
import { useTranslations } from 'next-intl'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { Alert } from '@/components/ui/alert'
import { QrCode } from '@/components/ui/qr-code'
import type { ActionFailure } from '@/lib/core/forms/action-result'
import type { TotpOffer } from './totp-offer'

type Props = { offer: TotpOffer; failure: ActionFailure | null; action: (form: FormData) => void }

/** Shows a secret for an authenticator app to read. It is stored once the app shows a code of it. */
export function AddTotp({ offer: { secret, path, size }, failure, action }: Props) {
  const t = useTranslations('factors.totp')
  const tErrors = useTranslations('errors')
  return (
    <form action={action} aria-label={t('add')} className="flex flex-col gap-4">
      {failure ? (
        <Alert tone="danger" isLive>
          {tErrors(failure.error === 'INVALID_INPUT' ? 'FACTOR_WRONG' : failure.error, failure.params)}
        </Alert>
      ) : null}
      <QrCode path={path} size={size} label={t('picture')} />
      <details>
        <summary className="link w-fit cursor-pointer py-2">{t('byHand')}</summary>
        <p className="mt-1 font-mono break-all" data-secret>
          {secret}
        </p>
      </details>
      <CodeField name="code" label={t('code')} hint={t('codeHint')} />
      <div>
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
    </form>
  )
}
