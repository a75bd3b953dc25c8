'use client'
import { useTranslations } from 'next-intl'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { ActionFailure, ActionResult } from '@/lib/web/form-action'
import { askPasskey, byPasskey, byRecoveryCode, byTotp } from './actions'
import { PasskeyButton } from './passkey-button'
import { useTold } from './use-told'

export type WaysToConfirm = {
  hasPasskey: boolean
  hasTotp: boolean
  hasRecoveryCode: boolean
  /** For who signed in by single sign-on. */
  hasSso?: boolean
}

type Props = {
  ways: WaysToConfirm
  /** Where to go afterwards; in a dialog undefined. */
  next?: string | undefined
  onDone?: () => void
  /** Filled in already, in a demo. */
  demoCode?: string | null
}

/** A second factor, by whichever way someone has. */
export function ConfirmForms({ ways, next, onDone, demoCode }: Props) {
  const t = useTranslations('factors.confirm')
  return (
    <div className="flex flex-col gap-6">
      {ways.hasPasskey ? (
        <PasskeyButton
          label={t('passkey')}
          ask={askPasskey}
          send={byPasskey}
          next={next}
          {...(onDone ? { onDone } : {})}
        />
      ) : null}
      {ways.hasSso ? <SsoAgain next={next} {...(onDone ? { onDone } : {})} /> : null}
      {ways.hasTotp ? <TotpForm next={next} {...(onDone ? { onDone } : {})} demoCode={demoCode ?? null} /> : null}
      {ways.hasRecoveryCode ? <RecoveryForm next={next} {...(onDone ? { onDone } : {})} /> : null}
    </div>
  )
}

/** At the company's own sign-in: a plain link, since a form may lead to no other site. A dialog stays where it is. */
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

type FormProps = { next: string | undefined; onDone?: () => void; demoCode?: string | null }

function TotpForm({ next, onDone, demoCode = null }: FormProps) {
  const t = useTranslations('factors.confirm')
  const [result, action] = useTold(byTotp, onDone)
  return (
    <form action={action} className="flex flex-col gap-4">
      <Failure failure={failureOf(result)} />
      <Next next={next} />
      <CodeField key={demoCode} name="code" label={t('totp')} hint={t('totpHint')} given={demoCode} />
      <div>
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
    </form>
  )
}

/** Folded away: it is for the day on which the rest is lost. */
function RecoveryForm({ next, onDone }: FormProps) {
  const t = useTranslations('factors.confirm')
  const [result, action] = useTold(byRecoveryCode, onDone)
  const failure = failureOf(result)
  return (
    <details open={failure !== null}>
      <summary className="link w-fit cursor-pointer py-2">{t('lost')}</summary>
      <form action={action} className="mt-3 flex flex-col gap-4">
        <Failure failure={failure} />
        <Next next={next} />
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

const Next = ({ next }: { next: string | undefined }) =>
  next === undefined ? null : <input type="hidden" name="next" value={next} />

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
