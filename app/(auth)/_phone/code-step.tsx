import { useTranslations } from 'next-intl'
import { CodeField } from '@/components/forms/code-field'
import { FailureSummary, useFailure } from '@/components/forms/failure-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { Alert } from '@/components/ui/alert'
import { useHydrated } from '@/components/ui/use-hydrated'
import { readableNumber } from '@/lib/accounts/mobile-number'
import { ChangeNumber } from './change-number'
import { ResendButton } from './resend-button'
import { StepForm, type StepProps } from './step-form'
import { StepHeader } from './step-header'

type Props = StepProps & { isOutboxReadable: boolean }

export function CodeStep({ isOutboxReadable, ...step }: Props) {
  const t = useTranslations('auth')
  const { phone, sent } = step.state
  const failure = useFailure(step.state.failure, ['code'])
  const runsScripts = useHydrated()
  return (
    <>
      <StepHeader title={t('code.title')} lead={t('code.sentTo', { phone: readableNumber(phone) })} />
      {isOutboxReadable ? (
        <Alert
          tone="warning"
          className="mb-6"
          action={
            <a className="link" href="/dev/outbox" target="_blank" rel="noreferrer">
              {t('code.outboxLink')}
            </a>
          }
        >
          {t('code.outbox')}
        </Alert>
      ) : null}
      <StepForm {...step} intent="verify" phone={phone} className="flex flex-col gap-6">
        <FailureSummary {...failure} />
        <CodeField
          name="code"
          label={t('code.label')}
          hint={runsScripts ? t('code.hintSent') : t('code.hint')}
          error={failure.errorOf('code')}
          isSentWhenComplete
        />
        <div>
          <SubmitButton>{t('code.submit')}</SubmitButton>
        </div>
      </StepForm>
      <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2">
        <StepForm {...step} intent="send" phone={phone}>
          <ResendButton key={sent?.at} seconds={sent?.resendSeconds ?? 0} />
        </StepForm>
        <ChangeNumber {...step} />
      </div>
    </>
  )
}
