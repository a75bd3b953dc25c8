import { useTranslations } from 'next-intl'
import { FailureSummary, useFailure } from '@/components/forms/failure-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { StepForm, type StepProps } from './step-form'

/** Asks for the number that a code is sent to. */
export function PhoneForm(step: StepProps) {
  const t = useTranslations('auth.phone')
  const failure = useFailure(step.state.failure, ['phone'])
  return (
    <StepForm {...step} intent="send" className="flex flex-col gap-6">
      <FailureSummary {...failure} />
      <TextField
        name="phone"
        label={t('label')}
        hint={t('hint')}
        error={failure.errorOf('phone')}
        type="tel"
        inputMode="tel"
        autoComplete="tel-national"
        required
        defaultValue={step.state.phone}
        width="half"
      />
      <div>
        <SubmitButton>{t('send')}</SubmitButton>
      </div>
    </StepForm>
  )
}
