'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { FailureSummary, useFailure } from '@/components/forms/failure-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { EmailField, PasswordField } from '@/components/forms/text-field'
import { textOf } from '@/components/forms/text-of'
import { useFormAction } from '@/components/forms/use-form-action'
import { type DemoPeople, DemoPeopleList, type DemoPerson } from '@/components/sign-in/demo-people'
import type { FormAction } from '@/lib/core/forms/action-result'
import { signIn } from './actions'

type Props = {
  next: string
  /** Lists the people of a demo. */
  demo: DemoPeople | null
  passkey: ReactNode
  /** Lets a dialog send the form without leaving its page. */
  act?: FormAction<unknown>
}

export function StaffSignInForm({ next, demo, passkey, act = signIn }: Props) {
  const t = useTranslations('auth.staff')
  const [result, action] = useFormAction<unknown>(act)
  const refused = result && !result.ok ? result : null
  const failure = useFailure(refused, ['email', 'password'])
  const asPerson = ({ use, facts: [email, password] }: DemoPerson) => (
    <form action={action}>
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="email" value={email?.[1]} />
      <input type="hidden" name="password" value={password?.[1]} />
      <SubmitButton variant="secondary">{use}</SubmitButton>
    </form>
  )
  return (
    <>
      <form action={action} noValidate className="flex flex-col gap-6">
        <FailureSummary {...failure} />
        <input type="hidden" name="next" value={next} />
        <EmailField
          name="email"
          label={t('email')}
          error={failure.errorOf('email')}
          autoComplete="username"
          required
          defaultValue={textOf(refused?.sent.email)}
        />
        <PasswordField name="password" label={t('password')} error={failure.errorOf('password')} required />
        <div>
          <SubmitButton>{t('submit')}</SubmitButton>
        </div>
      </form>
      <div className="mt-8 border-t pt-8">{passkey}</div>
      {demo ? <DemoPeopleList {...demo}>{asPerson}</DemoPeopleList> : null}
    </>
  )
}
