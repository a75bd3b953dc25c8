'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { ErrorSummary } from '@/components/forms/error-summary'
import { SubmitButton } from '@/components/forms/submit-button'
import { Button } from '@/components/ui/button'
import { submit } from '../actions'

type Props = { qualificationId: string; revision: number; draftVersion: number }

/** What happens next stands before the button; what stood on the page when it was pressed is what is handed in. */
export function SubmitForm(seen: Props) {
  const t = useTranslations()
  const [result, action] = useActionState(submit, null)
  const refused = result && !result.ok ? result : null
  return (
    <form action={action} className="flex flex-col gap-4 rounded-md border border-action/40 bg-action-soft px-5 py-4">
      {Object.entries(seen).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {refused ? <ErrorSummary message={t(`errors.${refused.error}`, refused.params)} /> : null}
      <div>
        <h2 className="text-lg">{t('applicant.check.submit.title')}</h2>
        <p className="mt-1 max-w-measure">{t('applicant.check.submit.text')}</p>
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
