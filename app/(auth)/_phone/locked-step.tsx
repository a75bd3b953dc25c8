import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { FailureSummary, useFailure } from '@/components/forms/failure-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { PageHeader } from '@/components/layout/page-header'
import { passwordPage, StepForm, type StepProps } from './step-form'

/** Nobody gets in by a code until identity documents were checked. */
export function LockedStep(step: StepProps) {
  const t = useTranslations('auth.locked')
  const tAuth = useTranslations('auth')
  const { phone, ticket, failure: refusal } = step.state
  const failure = useFailure(refusal, [])
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <StepForm {...step} intent="unlock" phone={phone} className="flex flex-col gap-6">
        <FailureSummary {...failure} />
        <input type="hidden" name="ticket" value={ticket} />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <SubmitButton>{t('submit')}</SubmitButton>
          <Link className="link inline-block py-2" href={passwordPage(step.next)}>
            {tAuth('byPassword.link')}
          </Link>
        </div>
      </StepForm>
    </>
  )
}
