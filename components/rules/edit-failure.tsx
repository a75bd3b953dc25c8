'use client'
import { useTranslations } from 'next-intl'
import { ErrorSummary } from '@/components/forms/error-summary'
import { FailureText } from '@/components/forms/failure-text'
import { SubmitButton } from '@/components/forms/submit-button'
import { Alert } from '@/components/ui/alert'
import type { ActionFailure } from '@/lib/core/forms/action-result'
import { useRuleNames } from './use-rule-names'

/** Shows why a part of a draft was not saved, and what can be done about it. */
export function EditFailure({ failure }: { failure: ActionFailure }) {
  const t = useTranslations()
  const { problemText } = useRuleNames()
  const { error, params, fields } = failure
  if (error === 'CONFLICT') {
    return (
      <Alert
        tone="warning"
        isLive
        title={t('rules.edit.conflictTitle')}
        action={
          <SubmitButton variant="secondary" size="small" name="overwrite" value="yes">
            {t('rules.edit.overwrite')}
          </SubmitButton>
        }
      >
        {t('rules.edit.conflict')}
      </Alert>
    )
  }
  if (params.problem) {
    return <ErrorSummary message={problemText(params)} />
  }
  if (error === 'INVALID_INPUT')
    return <ErrorSummary message={t('rules.edit.refused', { count: Object.keys(fields).length })} />
  return <ErrorSummary message={<FailureText failure={{ error, params }} />} />
}
