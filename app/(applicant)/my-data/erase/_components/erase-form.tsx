'use client'
import { useTranslations } from 'next-intl'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import type { ActionResult } from '@/lib/core/forms/action-result'
import { erase, sendCode } from '../actions'

type Props = {
  accountId: string
  qualificationId: string | null
  /** Holds the masked number. */
  phone: string
  /** Says that no obstacle prevents it. */
  isAtOnce: boolean
}

/**
 * Sends a code to the applicant's own phone, and submits the request with it. Both are plain forms that need no script.
 */
export function EraseForm({ accountId, qualificationId, phone, isAtOnce }: Props) {
  const t = useTranslations('myData.erase')
  const tProblem = useTranslations('auth.problems')
  const [sent, send] = useFormAction(sendCode)
  const [requested, requestErasure] = useFormAction(erase)
  const shape = requested?.ok === false && requested.error === 'INVALID_INPUT' ? requested.fields.code?.[0] : undefined
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
      <form action={requestErasure} noValidate className="flex flex-col gap-4 border-t pt-4">
        {error ? null : <Failure result={requested} />}
        <input type="hidden" name="accountId" value={accountId} />
        {qualificationId ? <input type="hidden" name="qualificationId" value={qualificationId} /> : null}
        <CodeField name="code" label={t('code')} hint={t('codeHint')} error={error} />
        <div>
          <SubmitButton variant="danger">{t(isAtOnce ? 'erase' : 'requestErasure')}</SubmitButton>
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
