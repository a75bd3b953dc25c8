import { useTranslations } from 'next-intl'
import { startTransition, useCallback, useState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { Alert } from '@/components/ui/alert'
import { Proof } from './proof'
import type { StepProps } from './step-form'
import { StepHeader } from './step-header'

/** The browser works for a code before it is sent. Where it can't, a few are sent without. */
export function ProveStep({ state, action, next }: StepProps) {
  const t = useTranslations('auth.proof')
  const [hasFailed, setFailed] = useState(false)
  const { phone, challenge } = state
  const onProved = useCallback(
    (proof: string) => {
      const form = new FormData()
      const fields = { intent: 'send', step: 'PROVE', next, phone, scripts: 'yes', proof }
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      startTransition(() => action(form))
    },
    [action, next, phone],
  )
  const onFailed = useCallback(() => setFailed(true), [])
  return (
    <>
      <StepHeader title={t('title')} lead={t('lead')} />
      <Proof challenge={challenge} onProved={onProved} onFailed={onFailed} />
      {hasFailed ? (
        <div className="mt-6 flex flex-col gap-4">
          <Alert tone="warning" isLive>
            {t('failed')}
          </Alert>
          <form action={action}>
            <input type="hidden" name="intent" value="send" />
            <input type="hidden" name="step" value="PROVE" />
            <input type="hidden" name="next" value={next} />
            <input type="hidden" name="phone" value={phone} />
            <SubmitButton variant="secondary">{t('without')}</SubmitButton>
          </form>
        </div>
      ) : null}
    </>
  )
}
