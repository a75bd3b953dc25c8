import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { StepForm, type StepProps } from './step-form'

/** Leads back to the number, and to the other ways to sign in. A reload doesn't: it stays at the step. */
export function ChangeNumber(step: StepProps) {
  const t = useTranslations('auth.code')
  return (
    <StepForm {...step} intent="change" phone={step.state.phone}>
      <SubmitButton variant="quiet" size="small">
        {t(step.state.phone ? 'change' : 'changeWay')}
      </SubmitButton>
    </StepForm>
  )
}
