import { useTranslations } from 'next-intl'
import { FailureSummary, useFailure } from '@/components/forms/failure-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { PageHeader } from '@/components/layout/page-header'
import { StepForm, type StepProps } from './step-form'

/** Asks for what identifies the account. Whether it leads to one is for a reviewer to see. */
export function LostStep(step: StepProps) {
  const t = useTranslations('auth.lost')
  const { phone, ticket, lost, failure: refusal } = step.state
  const failure = useFailure(refusal, ['oldPhone', 'idNumber'])
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <StepForm {...step} intent="recover" phone={phone} className="flex flex-col gap-6">
        <FailureSummary {...failure} />
        <input type="hidden" name="ticket" value={ticket} />
        <TextField
          name="oldPhone"
          label={t('oldPhone')}
          hint={t('oldPhoneHint')}
          error={failure.errorOf('oldPhone')}
          type="tel"
          inputMode="tel"
          required
          defaultValue={lost.oldPhone}
          width="half"
        />
        <TextField
          name="idNumber"
          label={t('idNumber')}
          hint={t('idNumberHint')}
          error={failure.errorOf('idNumber')}
          autoCapitalize="characters"
          spellCheck={false}
          required
          defaultValue={lost.idNumber}
        />
        <div>
          <SubmitButton>{t('submit')}</SubmitButton>
        </div>
      </StepForm>
    </>
  )
}
