'use client'
import { useTranslations } from 'next-intl'
import { ErrorSummary } from '@/components/forms/error-summary'
import { FailureText } from '@/components/forms/failure-text'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Button } from '@/components/ui/button'
import { submit } from '../actions'

type Props = {
  qualificationId: string
  revision: number
  draftVersion: number
  /** Holds the digest of the findings that the page shows; empty when there are none. */
  shown: string
}

/** Shows what happens next above the button. What the page showed when the button was pressed is what is submitted. */
export function SubmitForm(seen: Props) {
  const t = useTranslations()
  const [result, action] = useFormAction(submit)
  const refused = result && !result.ok ? result : null
  return (
    <form action={action} className="flex flex-col gap-4 rounded-md border border-action/40 bg-action-soft px-5 py-4">
      {Object.entries(seen).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {refused ? <ErrorSummary message={<FailureText failure={refused} />} /> : null}
      <div>
        <h2 className="text-lg">{t('applicant.check.submit.title')}</h2>
        <p className="mt-1 max-w-measure">{t('applicant.check.submit.text')}</p>
        {seen.shown === '' ? null : <p className="mt-1 max-w-measure">{t('applicant.check.submit.shown')}</p>}
      </div>
      <div className="flex flex-wrap gap-3">
        <SubmitButton>{t('applicant.check.submit.button')}</SubmitButton>
        {refused ? (
          <Button asChild>
            <a href="?">{t('common.actions.refresh')}</a>
          </Button>
        ) : null}
      </div>
    </form>
  )
}
