'use client'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { CodeField } from '@/components/forms/code-field'
import { FailureText } from '@/components/forms/failure-text'
import { SubmitButton } from '@/components/forms/submit-button'
import { loadAndAnswer } from '@/components/sign-in/ceremonies'
import { useOwnWays } from '@/components/sign-in/own-ways'
import { useCeremony } from '@/components/sign-in/use-ceremony'
import { useWebAuthn } from '@/components/sign-in/use-webauthn'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { startPasskey } from './actions'
import type { WaitingStep } from './waiting-step'

export type ConfirmPartProps = {
  step: WaitingStep
  action: (form: FormData) => void
  /** Distinguishes the code's field from those of other forms on the page. */
  id: string
  /** Names the act, on the button that does it. */
  label: string
  isDangerous?: boolean
}

/**
 * Asks for what confirms an act, within the form of that act: a code to one's phone, or a passkey. The button that does
 * the act comes first, so that the Enter key presses it, and sends no other code.
 */
export function ConfirmPart({ step, action, id, label, isDangerous = false }: ConfirmPartProps) {
  const t = useTranslations('ownCode')
  const { phone, hasPasskey } = useOwnWays()
  const { failure, isSent } = step
  useEffect(() => {
    if (step.isSent) document.getElementById(id)?.focus()
  }, [step, id])
  if (phone === null) return <Alert tone="warning">{t('noPhone')}</Alert>
  return (
    <>
      {failure ? (
        <Failure failure={failure} />
      ) : (
        <Alert isLive>{isSent ? t('sent', { phone }) : t('choose', { phone })}</Alert>
      )}
      {isSent ? (
        <CodeField
          id={id}
          name="code"
          label={t('code')}
          hint={t('codeHint')}
          error={failure?.fields.code ? t('codeShape') : undefined}
        />
      ) : null}
      <div className="flex flex-wrap gap-3">
        {isSent ? <SubmitButton variant={isDangerous ? 'danger' : 'primary'}>{label}</SubmitButton> : null}
        <SubmitButton name="intent" value="send" variant="secondary">
          {isSent ? t('again') : t('send', { phone })}
        </SubmitButton>
        {hasPasskey ? <PasskeyInstead action={action} /> : null}
      </div>
    </>
  )
}

/** A field's fault is said next to the field. */
function Failure({ failure }: { failure: NonNullable<WaitingStep['failure']> }) {
  if (failure.error === 'INVALID_INPUT') return null
  return (
    <Alert tone="danger" isLive>
      <FailureText failure={failure} />
    </Alert>
  )
}

/** Sends the form that it is in, with the answer of a passkey. */
function PasskeyInstead({ action }: { action: (form: FormData) => void }) {
  const t = useTranslations('ownCode')
  const { start, isWaiting, problem } = useCeremony(startPasskey, loadAndAnswer, action, t('passkeyFailed'))
  if (!useWebAuthn()) return null
  return (
    <>
      <Button isLoading={isWaiting} onClick={({ currentTarget: { form } }) => start(withoutCode(form))}>
        <KeyRound aria-hidden />
        {t('byPasskey')}
      </Button>
      {problem && !isWaiting ? (
        <Alert tone="danger" isLive className="basis-full">
          {problem}
        </Alert>
      ) : null}
    </>
  )
}

function withoutCode(form: HTMLFormElement | null): FormData {
  const sent = form ? new FormData(form) : new FormData()
  for (const name of ['intent', 'code']) sent.delete(name)
  return sent
}
