'use client'
import { useTranslations } from 'next-intl'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { Alert } from '@/components/ui/alert'
import type { ActionFailure } from '@/lib/web/form-action'
import type { TotpOffer } from './totp-offer'

type Props = { offer: TotpOffer; failure: ActionFailure | null; action: (form: FormData) => void }

/** Around the code, so that a camera finds its edges: four modules (ISO/IEC 18004). */
const QUIET = 4

/** A secret for an authenticator app to read, kept once the app shows a code of it. */
export function AddTotp({ offer: { secret, path, size }, failure, action }: Props) {
  const t = useTranslations('factors.totp')
  const tErrors = useTranslations('errors')
  const side = size + 2 * QUIET
  return (
    <form action={action} aria-label={t('add')} className="flex flex-col gap-4">
      {failure ? (
        <Alert tone="danger" isLive>
          {tErrors(failure.error === 'INVALID_INPUT' ? 'FACTOR_WRONG' : failure.error, failure.params)}
        </Alert>
      ) : null}
      {/* Dark on light in either theme: not every app reads it the other way round. */}
      <svg
        role="img"
        aria-label={t('picture')}
        viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
        shapeRendering="crispEdges"
        className="size-56 rounded-md border"
      >
        <path fill="#fff" d={`M${-QUIET} ${-QUIET}h${side}v${side}h${-side}z`} />
        <path fill="#000" d={path} />
      </svg>
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
