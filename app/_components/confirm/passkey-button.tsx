'use client'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { useHydrated } from '@/components/ui/use-hydrated'
import type { ActionResult, FormAction } from '@/lib/web/form-action'
import { useCeremony } from './use-ceremony'

type Props = {
  label: string
  ask: FormAction<PublicKeyCredentialRequestOptionsJSON>
  send: FormAction<unknown>
  /** Where to go afterwards; nowhere when undefined. */
  next?: string | undefined
  onDone?: () => void
}

/** Signs in, or says once more who one is, by a passkey. It takes scripts, and says so without. */
export function PasskeyButton({ label, ask, send, next, onDone }: Props) {
  const t = useTranslations('factors.passkey')
  const tErrors = useTranslations('errors')
  const [result, action, isSending] = useActionState(async (_: ActionResult<unknown> | null, form: FormData) => {
    const answer = await send(null, form)
    if (answer.ok) onDone?.()
    return answer
  }, null)
  const { begin, isAsking, problem } = useCeremony(ask, loadAndAnswer, action)
  const isReady = useHydrated()
  const refusal = problem ?? (result && !result.ok ? tErrors(result.error, result.params) : null)
  return (
    <div className="flex flex-col items-start gap-3">
      {refusal && !isAsking && !isSending ? (
        <Alert tone="danger" isLive>
          {refusal}
        </Alert>
      ) : null}
      <Button
        isLoading={isAsking || isSending}
        {...(isReady ? {} : { 'aria-disabled': true })}
        onClick={() => begin(next === undefined ? {} : { next })}
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

/** Fetched when it is wanted: most people type a code. */
async function loadAndAnswer(options: PublicKeyCredentialRequestOptionsJSON): Promise<object> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  return startAuthentication({ optionsJSON: options })
}
