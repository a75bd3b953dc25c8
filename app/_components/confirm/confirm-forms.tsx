'use client'
import { useTranslations } from 'next-intl'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { useActionResult } from '@/components/forms/use-action-result'
import { PasskeyButton } from '@/components/sign-in/passkey-button'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { ActionFailure, ActionResult, FormAction } from '@/lib/core/forms/action-result'
import * as onPage from './actions'

export type WaysToConfirm = {
  hasPasskey: boolean
  hasTotp: boolean
  hasRecoveryCode: boolean
  /** Says that the person signed in by single sign-on, and can confirm by it. */
  hasSso?: boolean
}

type Props = {
  ways: WaysToConfirm
  /** Names the page to go to afterwards; a dialog stays where it is. */
  next?: string | undefined
  /** Sends these values along, where the forms do more than confirm. */
  values?: Record<string, string>
  onDone?: () => void
  /** Replaces the page's own actions, as in a dialog. */
  acts?: ConfirmActs
}

export type ConfirmActs = {
  byTotp: FormAction<unknown>
  byRecoveryCode: FormAction<unknown>
  startPasskey: typeof onPage.startPasskey
  byPasskey: FormAction<unknown>
}

/** Asks for a second factor, in each way that the person has. */
export function ConfirmForms({ ways, next, values, onDone, acts = onPage }: Props) {
  const t = useTranslations('factors.confirm')
  const along = { ...values, ...(next === undefined ? {} : { next }) }
  return (
    <div className="flex flex-col gap-6">
      {ways.hasPasskey ? (
        <PasskeyButton
          label={t('passkey')}
          requestOptions={acts.startPasskey}
          send={acts.byPasskey}
          values={along}
          {...(onDone ? { onDone } : {})}
        />
      ) : null}
      {ways.hasSso ? <SsoAgain next={next} {...(onDone ? { onDone } : {})} /> : null}
      {ways.hasTotp ? <TotpForm act={acts.byTotp} along={along} {...(onDone ? { onDone } : {})} /> : null}
      {ways.hasRecoveryCode ? (
        <RecoveryForm act={acts.byRecoveryCode} along={along} {...(onDone ? { onDone } : {})} />
      ) : null}
    </div>
  )
}

/**
 * Links to the company's own sign-in: a plain link, since a form may lead to no other site. A dialog stays where it is.
 */
function SsoAgain({ next, onDone }: { next: string | undefined; onDone?: () => void }) {
  const t = useTranslations('factors.confirm')
  const href = `/api/sso?${new URLSearchParams({ again: '1', next: next ?? '/security' })}`
  return (
    <div className="flex flex-wrap gap-3">
      <Button asChild>
        <a href={href} {...(onDone ? { target: '_blank', rel: 'noreferrer' } : {})}>
          {t(onDone ? 'ssoWindow' : 'sso')}
        </a>
      </Button>
      {onDone ? <Button onClick={onDone}>{t('ssoDone')}</Button> : null}
    </div>
  )
}

type FormProps = { act: FormAction<unknown>; along: Record<string, string>; onDone?: () => void }

function TotpForm({ act, along, onDone }: FormProps) {
  const t = useTranslations('factors.confirm')
  const [result, action] = useActionResult(act, onDone)
  return (
    <form action={action} className="flex flex-col gap-4">
      <Failure failure={failureOf(result)} />
      <Along values={along} />
      <CodeField name="code" label={t('totp')} hint={t('totpHint')} />
      <div>
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
    </form>
  )
}

/** Shows the form folded: it is for the day when everything else is lost. */
function RecoveryForm({ act, along, onDone }: FormProps) {
  const t = useTranslations('factors.confirm')
  const [result, action] = useActionResult(act, onDone)
  const failure = failureOf(result)
  return (
    <details open={failure !== null}>
      <summary className="link w-fit cursor-pointer py-2">{t('lost')}</summary>
      <form action={action} className="mt-3 flex flex-col gap-4">
        <Failure failure={failure} />
        <Along values={along} />
        <TextField
          name="recoveryCode"
          label={t('recovery')}
          hint={t('recoveryHint')}
          required
          maxLength={20}
          autoCapitalize="characters"
          spellCheck={false}
          width="half"
        />
        <div>
          <SubmitButton variant="secondary">{t('recoverySubmit')}</SubmitButton>
        </div>
        <p className="text-text-muted">{t('nothing')}</p>
      </form>
    </details>
  )
}

const Along = ({ values }: { values: Record<string, string> }) =>
  Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)

const failureOf = (result: ActionResult<unknown> | null) => (result && !result.ok ? result : null)

function Failure({ failure }: { failure: ActionFailure | null }) {
  const t = useTranslations('errors')
  if (!failure) return null
  return (
    <Alert tone="danger" isLive>
      {t(failure.error === 'INVALID_INPUT' ? 'FACTOR_WRONG' : failure.error, failure.params)}
    </Alert>
  )
}
