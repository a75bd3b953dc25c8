import { useTranslations } from 'next-intl'
import { Checkbox } from '@/components/forms/checkbox'
import { FailureSummary, useFailure } from '@/components/forms/failure-summary'
import { described, FieldError } from '@/components/forms/field'
import { SubmitButton } from '@/components/forms/submit-button'
import { OperatorLine } from '@/components/layout/operator'
import { PageHeader } from '@/components/layout/page-header'
import { ConsentText } from '@/components/privacy/consent-text'
import { RecipientsFold } from '@/components/privacy/recipients'
import { CONSENTS, CURRENT_TEXTS, missingConsents } from '@/lib/accounts/consents/consents'
import { ChangeNumber } from './change-number'
import { LostLink } from './lost-link'
import { StepForm, type StepProps } from './step-form'

/** Each consent is a statement of its own, with its own box: one for all would be no separate consent (PIPL 23, 29). */
export function ConsentStep(step: StepProps) {
  const t = useTranslations('auth.consents')
  const tConsents = useTranslations('consents')
  const tProblem = useTranslations('auth.problems')
  const tError = useTranslations('errors')
  const { consents, failure, ticket, phone, isStartedAgain } = step.state
  const whole = useFailure(failure, [])
  const message = failure?.fields.texts ? tError('CONFLICT') : whole.message
  const missing = failure?.fields.consents ? missingConsents(consents) : []
  const problemOf = (key: (typeof missing)[number]) =>
    tProblem('CONSENT_MISSING', { title: tConsents(`statements.${key}.title`) })
  const errors = missing.map((key) => ({ name: `consents-${key}`, message: problemOf(key) }))
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <StepForm {...step} intent="register" phone={phone} className="flex flex-col gap-6">
        <FailureSummary errors={errors} message={missing.length > 0 ? undefined : message} />
        <input type="hidden" name="ticket" value={ticket} />
        <input type="hidden" name="texts" value={CURRENT_TEXTS} />
        {isStartedAgain ? <input type="hidden" name="startsAgain" value="yes" /> : null}
        {isStartedAgain ? <p>{t('newUser')}</p> : null}
        <p className="text-text-muted">{tConsents('intro')}</p>
        <OperatorLine />
        <RecipientsFold />
        {CONSENTS.map(({ key, version }) => {
          const name = `consents-${key}`
          const title = tConsents(`statements.${key}.title`)
          const error = missing.includes(key) ? problemOf(key) : undefined
          return (
            <section key={key} aria-labelledby={`${name}-title`} className="rounded-md border bg-surface">
              <div className="px-4 pt-4">
                <h2 id={`${name}-title`} className="font-semibold">
                  {title}
                </h2>
                <div className="mt-2">
                  <ConsentText>{tConsents(`statements.${key}.text`, { providers: t('providers') })}</ConsentText>
                </div>
                <p className="mt-2 mb-3 text-xs text-text-muted">{tConsents('version', { version })}</p>
              </div>
              <div className="border-t px-4 py-2">
                <label htmlFor={name} className="flex min-h-11 items-center gap-3 py-1">
                  <Checkbox
                    {...described({ name, hint: null, error })}
                    name="consents"
                    value={key}
                    defaultChecked={consents.includes(key)}
                    required
                  />
                  <span>{tConsents('agree', { title })}</span>
                </label>
                <FieldError name={name}>{error}</FieldError>
              </div>
            </section>
          )
        })}
        <p className="text-sm text-text-muted">{tConsents('withdrawal')}</p>
        <div>
          <SubmitButton>{t('submit')}</SubmitButton>
        </div>
      </StepForm>
      <div className="mt-4">
        <ChangeNumber {...step} />
      </div>
      {isStartedAgain ? null : <LostLink {...step} />}
    </>
  )
}
