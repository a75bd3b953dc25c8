'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { press, signInAgain } from '../actions'

/** Uses a link by a button: looking at it changes nothing. */
export function PressForm({ token }: { token: string }) {
  const t = useTranslations('handover.link')
  const [result, action] = useFormAction(press)
  return (
    <form action={action} className="flex flex-col gap-4">
      <Problem result={result} />
      <input type="hidden" name="token" value={token} />
      <div>
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
    </form>
  )
}

/** Signs out, and leads to the sign-in. */
export function SignInAgainForm() {
  const t = useTranslations('handover.pressed')
  const [result, action] = useFormAction(signInAgain)
  return (
    <form action={action} className="flex flex-col gap-4">
      <Problem result={result} />
      <div>
        <SubmitButton>{t('signOut')}</SubmitButton>
      </div>
    </form>
  )
}

function Problem({ result }: { result: ReturnType<typeof useFormAction<never>>[0] }) {
  const tErrors = useTranslations('errors')
  return result && !result.ok ? (
    <Alert tone="danger" isLive>
      {tErrors(result.error, result.params)}
    </Alert>
  ) : null
}
