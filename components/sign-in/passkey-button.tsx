'use client'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionResult } from '@/components/forms/use-action-result'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { useHydrated } from '@/components/ui/use-hydrated'
import type { FormAction } from '@/lib/core/forms/action-result'
import { loadAndAnswer } from './ceremonies'
import { useCeremony } from './use-ceremony'

type Props = {
  label: string
  requestOptions: FormAction<PublicKeyCredentialRequestOptionsJSON>
  send: FormAction<unknown>
  /** Sends these values along, such as where to go afterwards. */
  values?: Record<string, string>
  onDone?: () => void
}

/** Signs in, or confirms again who somebody is, by a passkey. It needs scripts, and says so without. */
export function PasskeyButton({ label, requestOptions, send, values = {}, onDone }: Props) {
  const t = useTranslations('factors.passkey')
  const tErrors = useTranslations('errors')
  const [result, action, isSending] = useActionResult(send, onDone)
  const { start, isWaiting, problem } = useCeremony(requestOptions, loadAndAnswer, action, t('failed'))
  const isReady = useHydrated()
  const refusal = problem ?? (result && !result.ok ? tErrors(result.error, result.params) : null)
  return (
    <div className="flex flex-col items-start gap-3">
      {refusal && !isWaiting && !isSending ? (
        <Alert tone="danger" isLive>
          {refusal}
        </Alert>
      ) : null}
      <Button
        isLoading={isWaiting || isSending}
        {...(isReady ? {} : { 'aria-disabled': true })}
        onClick={() => start(values)}
      >
        <KeyRound aria-hidden />
        {label}
      </Button>
      <noscript>
        <p className="text-sm text-text-muted">{t('scripts')}</p>
      </noscript>
    </div>
  )
}
