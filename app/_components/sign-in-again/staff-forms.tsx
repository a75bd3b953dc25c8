import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { ConfirmForms } from '@/app/_components/confirm/confirm-forms'
import type { EnteredHere } from '@/app/(auth)/enter'
import { StaffSignInForm } from '@/app/(auth)/staff/sign-in/staff-sign-in-form'
import { signedInAgain } from '@/components/forms/sign-in-again'
import { PasskeyButton } from '@/components/sign-in/passkey-button'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { FormAction } from '@/lib/core/forms/action-result'
import type { Send } from './send-as'

type Props = { send: Send; sso: string | null }

/**
 * Shows the forms for an e-mail address and password, then the second factor; or a passkey alone; or the company's own
 * sign-in in a new tab.
 */
export function StaffForms({ send, sso }: Props) {
  const t = useTranslations('auth.staff')
  const again = useTranslations('common.signInAgain')
  const [entered, setEntered] = useState<EnteredHere | null>(null)
  useEffect(() => document.getElementById(entered ? 'code' : 'email')?.focus(), [entered])
  const first =
    (act: string): FormAction<unknown> =>
    async (previous, form) => {
      const result = await send<EnteredHere>(act)(previous, form)
      if (result.ok && result.value.pendingStep === null) signedInAgain()
      else if (result.ok) setEntered(result.value)
      return result
    }
  /** The session of the first factor is open for some minutes only. */
  const second =
    <T,>(act: string): FormAction<T> =>
    async (previous, form) => {
      const result = await send<T>(act)(previous, form)
      if (!result.ok && result.error === 'UNAUTHENTICATED') setEntered(null)
      return result
    }
  if (entered?.ways) {
    return (
      <ConfirmForms
        ways={entered.ways}
        onDone={signedInAgain}
        acts={{
          byTotp: second('totp'),
          byRecoveryCode: second('recovery-code'),
          startPasskey: second('second-passkey-options'),
          byPasskey: second('second-passkey'),
        }}
      />
    )
  }
  if (entered) {
    return (
      <Alert tone="warning" isLive>
        {again('onThePage')}
      </Alert>
    )
  }
  return (
    <>
      {sso === null ? null : (
        <Button asChild className="mb-6">
          <a href="/api/sso?next=/security" target="_blank" rel="noreferrer">
            {again('sso', { name: sso || t('ssoName') })}
          </a>
        </Button>
      )}
      <StaffSignInForm
        next=""
        demo={null}
        act={first('staff')}
        passkey={
          <PasskeyButton label={t('passkey')} requestOptions={send('passkey-options')} send={first('staff-passkey')} />
        }
      />
    </>
  )
}
