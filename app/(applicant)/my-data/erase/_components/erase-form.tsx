'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { Alert } from '@/components/ui/alert'
import type { ActionResult } from '@/lib/web/form-action'
import { erase, sendCode } from '../actions'

type Props = {
  accountId: string
  qualificationId: string | null
  /** Masked. */
  phone: string
  /** Nothing stands against it. */
  isAtOnce: boolean
}

/** Who one is, said once more by a code to one's own phone; then it is asked for. Two plain forms, that need no script. */
export function EraseForm({ accountId, qualificationId, phone, isAtOnce }: Props) {
  const t = useTranslations('myData.erase')
  const tProblem = useTranslations('auth.problems')
  const [sent, send] = useActionState(sendCode, null)
  const [asked, ask] = useActionState(erase, null)
  const shape = asked?.ok === false && asked.error === 'INVALID_INPUT' ? asked.fields.code?.[0] : undefined
  const error = shape && tProblem.has(shape) ? tProblem(shape) : undefined
  return (
    <div className="flex flex-col gap-5">
      <p className="max-w-measure">{t(isAtOnce ? 'atOnce' : 'byDecision')}</p>
      <form action={send} className="flex flex-col gap-3">
        {sent?.ok ? (
          <Alert tone="success" isLive>
            {t('sent', { phone })}
          </Alert>
        ) : null}
        <Failure result={sent} />
        <div>
          <SubmitButton variant="secondary">{t('send', { phone })}</SubmitButton>
        </div>
      </form>
      <form action={ask} noValidate className="flex flex-col gap-4 border-t pt-4">
        {error ? null : <Failure result={asked} />}
        <input type="hidden" name="accountId" value={accountId} />
        {qualificationId ? <input type="hidden" name="qualificationId" value={qualificationId} /> : null}
        <CodeField name="code" label={t('code')} hint={t('codeHint')} error={error} />
        <div>
          <SubmitButton variant="danger">{t(isAtOnce ? 'erase' : 'ask')}</SubmitButton>
        </div>
      </form>
    </div>
  )
}

function Failure({ result }: { result: ActionResult<unknown> | null }) {
  const t = useTranslations('errors')
  if (!result || result.ok) return null
  return (
    <Alert tone="danger" isLive>
      {t(result.error, result.params)}
    </Alert>
  )
}
