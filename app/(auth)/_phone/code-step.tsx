import { useTranslations } from 'next-intl'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { readableNumber } from '@/lib/accounts/mobile-number'
import type { DemoSignIn } from '../_components/demo-people'
import { FailureSummary, useFailure } from '../_components/failure-summary'
import { ResendButton } from './resend-button'
import { StepForm, type StepProps } from './step-form'

type Props = StepProps & { page: 'signIn' | 'register'; isOutboxReadable: boolean; demo: DemoSignIn | null }

export function CodeStep({ page, isOutboxReadable, demo, ...step }: Props) {
  const t = useTranslations('auth')
  const { phone, sent, demoCode } = step.state
  const failure = useFailure(step.state.failure, ['code'])
  return (
    <>
      <PageHeader title={t('code.title')} lead={t('code.sentTo', { phone: readableNumber(phone) })} />
      {demo && demoCode ? (
        <Alert title={demo.code.title} className="mb-6">
          {demo.code.text}
        </Alert>
      ) : isOutboxReadable ? (
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
          hint={t('code.hint')}
          error={failure.errorOf('code')}
          given={demoCode}
        />
        <div>
          <SubmitButton>{t('code.submit')}</SubmitButton>
        </div>
      </StepForm>
      <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2">
        <StepForm {...step} intent="send" phone={phone}>
          <ResendButton key={sent?.at} seconds={sent?.resendSeconds ?? 0} />
        </StepForm>
        {/* A full load: the flow begins anew. */}
        <a className="link py-2" href={page === 'signIn' ? '/sign-in' : '/register'}>
          {t('code.change')}
        </a>
      </div>
    </>
  )
}
