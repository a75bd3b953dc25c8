import { useTranslations } from 'next-intl'
import { type ReactNode, useActionState, useEffect, useState } from 'react'
import { ChangeNumber } from '@/app/(auth)/_phone/change-number'
import { CodeStep } from '@/app/(auth)/_phone/code-step'
import { ConfirmStep } from '@/app/(auth)/_phone/confirm-step'
import { focusOnStep } from '@/app/(auth)/_phone/focus-on-step'
import { PasskeySignIn } from '@/app/(auth)/_phone/passkey-sign-in'
import { PhoneForm } from '@/app/(auth)/_phone/phone-form'
import { type PhoneState, refused, START, withoutAnswer } from '@/app/(auth)/_phone/phone-state'
import { ProveStep } from '@/app/(auth)/_phone/prove-step'
import { StepsInDialog } from '@/app/(auth)/_phone/step-header'
import { PasswordForm } from '@/app/(auth)/sign-in/password/password-form'
import { signedInAgain } from '@/components/forms/sign-in-again'
import { useAnswered } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { ActionFailure, FormAction } from '@/lib/core/forms/action-result'
import type { Send } from './send-as'

type Props = { send: Send; isOutboxReadable: boolean }

/** Shows the forms for a code, a password or a passkey. What leads further than that is for the sign-in page. */
export function ApplicantForms({ send, isOutboxReadable }: Props) {
  const t = useTranslations('auth')
  const [isByPassword, setByPassword] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the other form's first field
  useEffect(() => document.getElementById('phone')?.focus(), [isByPassword])
  const other = (
    <Button variant="quiet" onClick={() => setByPassword(!isByPassword)}>
      {t(isByPassword ? 'byPassword.byCode' : 'byPassword.link')}
    </Button>
  )
  return (
    <StepsInDialog>
      {isByPassword ? (
        <>
          <PasswordForm next="" act={entering(send('password'))} />
          <div className="mt-4">{other}</div>
        </>
      ) : (
        <ByPhone send={send} isOutboxReadable={isOutboxReadable} other={other} />
      )}
    </StepsInDialog>
  )
}

/** Returns an action after whose success the page below continues. */
function entering(action: FormAction<unknown>): FormAction<unknown> {
  return async (previous, form) => {
    const result = await action(previous, form)
    if (result.ok) signedInAgain()
    return result
  }
}

function ByPhone({ send, isOutboxReadable, other }: Props & { other: ReactNode }) {
  const t = useTranslations('common.signInAgain')
  const errors = useTranslations('errors')
  const act = async (previous: PhoneState, form: FormData): Promise<PhoneState> => {
    const answer = (await send('phone')(null, form)) as unknown as PhoneState | ActionFailure
    if ('ok' in answer) return refused(previous, answer)
    if (answer.step === 'ENTERED') signedInAgain()
    return answer
  }
  const [state, action] = useActionState(useAnswered(act, withoutAnswer), START)
  useEffect(() => focusOnStep(state.step), [state.step])
  const given = { state, action, next: '' }
  switch (state.step) {
    case 'PHONE':
      return (
        <>
          <PhoneForm {...given} />
          <PasskeySignIn {...given} requestOptions={send('passkey-options')} />
          <div className="mt-4">{other}</div>
        </>
      )
    case 'PROVE':
      return <ProveStep {...given} key={state.challenge} />
    case 'CODE':
      return <CodeStep {...given} isOutboxReadable={isOutboxReadable} />
    case 'CONFIRM':
      return <ConfirmStep {...given} />
    case 'ENTERED':
      return null
    default:
      return (
        <>
          <Alert tone="warning" isLive className="mb-3">
            {/* A number without an account is not that of the person who opened the page. */}
            {state.step === 'CONSENTS' ? errors('OTHER_PERSON') : t('onThePage')}
          </Alert>
          <ChangeNumber {...given} />
        </>
      )
  }
}
