'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { claimNextQualification } from '@/app/(review)/queue/actions'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'

/** Shows the main button of a reviewer's day. */
export function ClaimNext() {
  const t = useTranslations('review.queue')
  const [result, action] = useFormAction(claimNextQualification)
  return (
    <form action={action} className="flex flex-wrap items-center gap-3">
      <Refusal result={result} />
      <SubmitButton>{t('takeNext')}</SubmitButton>
    </form>
  )
}
