import { useTranslations } from 'next-intl'
import { FailureSummary, useFailure } from '@/components/forms/failure-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { ChangeNumber } from './change-number'
import { LostLink } from './lost-link'
import { StepForm, type StepProps } from './step-form'
import { StepHeader, useInDialog } from './step-header'

/**
 * Numbers are given to others (二次放号): on a device not seen before, whose the account is shows in how an ID number ends.
 */
export function ConfirmStep(step: StepProps) {
  const t = useTranslations('auth.confirm')
  const { phone, ticket, failure: refusal } = step.state
  const failure = useFailure(refusal, ['ending'])
  const isInDialog = useInDialog()
  return (
    <>
      <StepHeader title={t('title')} lead={t(phone ? 'lead' : 'leadPasskey')} />
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
          width="half"
        />
        <div>
          <SubmitButton>{t('submit')}</SubmitButton>
        </div>
      </StepForm>
      <div className="mt-4">
        <ChangeNumber {...step} />
      </div>
      {phone && !isInDialog ? <NotMine {...step} /> : null}
    </>
  )
}

/**
 * Shows the ways of a person whose number leads to an account of another. Owners of a passkey have the right account.
 */
function NotMine(step: StepProps) {
  const t = useTranslations('auth.confirm')
  const { phone, ticket } = step.state
  return (
    <>
      <section aria-labelledby="start-again-title" className="mt-10 border-t pt-6">
        <h2 id="start-again-title" className="font-semibold">
          {t('newUserTitle')}
        </h2>
        <p className="mt-2 mb-4 max-w-measure text-text-muted">{t('newUserText')}</p>
        <StepForm {...step} intent="start-again" phone={phone}>
          <input type="hidden" name="ticket" value={ticket} />
          <SubmitButton variant="secondary">{t('newUser')}</SubmitButton>
        </StepForm>
      </section>
      <LostLink {...step} />
    </>
  )
}
