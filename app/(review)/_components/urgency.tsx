'use client'
import { Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { setUrgent } from '@/app/(review)/queue/actions'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { UrgentSign } from '@/components/review/urgent-badge'

type Props = { qualificationId: string; reference: string; isUrgent: boolean; isSmall?: boolean }

/** A lead's word that one goes before all others, or no longer. */
export function Urgency({ qualificationId, reference, isUrgent, isSmall = false }: Props) {
  const t = useTranslations('review.queue')
  const [result, action] = useFormAction(setUrgent)
  const words = isUrgent ? 'unmark' : 'mark'
  return (
    <form action={action} className="flex flex-wrap items-center gap-2">
      <Refusal result={result} />
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <input type="hidden" name="isUrgent" value={String(!isUrgent)} />
      <SubmitButton
        variant={isSmall ? 'quiet' : 'secondary'}
        size={isSmall ? 'small' : 'normal'}
        {...(isSmall ? { 'aria-label': t(`${words}Of`, { reference }) } : {})}
      >
        {isUrgent ? <Undo2 aria-hidden /> : <UrgentSign aria-hidden />}
        {t(words)}
      </SubmitButton>
    </form>
  )
}
