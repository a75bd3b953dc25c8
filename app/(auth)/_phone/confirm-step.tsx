import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { FailureSummary, useFailure } from '../_components/failure-summary'
import { LostLink } from './lost-link'
import { StepForm, type StepProps } from './step-form'

/** Numbers are given to others (二次放号): on a device not seen before, whose the account is shows in how an ID number ends. */
export function ConfirmStep(step: StepProps) {
  const t = useTranslations('auth.confirm')
  const { phone, ticket, demoEnding, failure: refusal } = step.state
  const failure = useFailure(refusal, ['ending'])
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {demoEnding ? (
        <Alert title={t('demoTitle')} className="mb-6">
          {t('demo')}
        </Alert>
      ) : null}
      <StepForm {...step} intent="confirm" phone={phone} className="flex flex-col gap-6">
        <FailureSummary {...failure} />
        <input type="hidden" name="ticket" value={ticket} />
        <TextField
          name="ending"
          label={t('label')}
          hint={t('hint')}
          error={failure.errorOf('ending')}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={12}
          required
          defaultValue={demoEnding ?? ''}
          width="half"
        />
        <div>
          <SubmitButton>{t('submit')}</SubmitButton>
        </div>
      </StepForm>
      <section aria-labelledby="anew-title" className="mt-10 border-t pt-6">
        <h2 id="anew-title" className="font-semibold">
          {t('anewTitle')}
        </h2>
        <p className="mt-2 mb-4 max-w-measure text-text-muted">{t('anewText')}</p>
        <StepForm {...step} intent="anew" phone={phone}>
          <input type="hidden" name="ticket" value={ticket} />
          <SubmitButton variant="secondary">{t('anew')}</SubmitButton>
        </StepForm>
      </section>
      <LostLink {...step} />
    </>
  )
}
