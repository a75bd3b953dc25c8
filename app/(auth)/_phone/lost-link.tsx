import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { StepForm, type StepProps } from './step-form'

/** Shows a link for people who have an account that their number does not lead to any more. */
export function LostLink(step: StepProps) {
  const t = useTranslations('auth.lost')
  return (
    <section aria-labelledby="lost-title" className="mt-8 border-t pt-6">
      <h2 id="lost-title" className="font-semibold">
        {t('linkTitle')}
      </h2>
      <p className="mt-2 mb-4 max-w-measure text-text-muted">{t('linkText')}</p>
      <StepForm {...step} intent="lost" phone={step.state.phone}>
        <input type="hidden" name="ticket" value={step.state.ticket} />
        <SubmitButton variant="secondary">{t('link')}</SubmitButton>
      </StepForm>
    </section>
  )
}
