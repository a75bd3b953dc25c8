'use client'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { useActionResult } from '@/components/forms/use-action-result'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import type { ActionResult } from '@/lib/core/action-result'
import { checkCode, sendCode } from './actions'

type Props = {
  /** It is masked; null where there is none to send a code to. */
  phone: string | null
  /** It says where to go afterwards; in a dialog it is undefined. */
  next?: string
  onDone?: () => void
}

/** Sends a code to the applicant's own phone and asks for it: two plain forms that need no script. */
export function OwnCodeForms({ phone, next, onDone }: Props) {
  const t = useTranslations('ownCode')
  const [sent, sendAction] = useFormAction(sendCode)
  const [given, giveAction] = useActionResult(checkCode, onDone)
  useEffect(() => {
    if (sent?.ok) document.getElementById('code')?.focus()
  }, [sent])
  if (phone === null) return <Alert tone="warning">{t('noPhone')}</Alert>
  const isShape = given?.ok === false && given.error === 'INVALID_INPUT'
  return (
    <div className="flex flex-col gap-5">
      <form action={sendAction} className="flex flex-col gap-3">
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
      <form action={giveAction} noValidate className="flex flex-col gap-4 border-t pt-4">
        {isShape ? null : <Failure result={given} />}
        {next === undefined ? null : <input type="hidden" name="next" value={next} />}
        <CodeField name="code" label={t('code')} hint={t('codeHint')} error={isShape ? t('codeShape') : undefined} />
        <div>
          <SubmitButton>{t('submit')}</SubmitButton>
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
