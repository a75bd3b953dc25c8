'use client'
import { ArrowUpToLine, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { setUrgent } from '../actions'
import { Refusal } from './refusal'

type Props = { qualificationId: string; reference: string; isUrgent: boolean; isSmall?: boolean }

/** A lead's word that one goes before all others, or no longer. */
export function Urgency({ qualificationId, reference, isUrgent, isSmall = false }: Props) {
  const t = useTranslations('review.queue')
  const [result, action] = useActionState(setUrgent, null)
  const words = isUrgent ? 'unmark' : 'mark'
  return (
    <form action={action} className="flex flex-wrap items-center gap-2">
      <Refusal failure={result && !result.ok ? result : null} />
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <input type="hidden" name="isUrgent" value={String(!isUrgent)} />
      <SubmitButton
        variant={isSmall ? 'quiet' : 'secondary'}
        size={isSmall ? 'small' : 'normal'}
        {...(isSmall ? { 'aria-label': t(`${words}Of`, { reference }) } : {})}
      >
        {isUrgent ? <Undo2 aria-hidden /> : <ArrowUpToLine aria-hidden />}
        {t(words)}
      </SubmitButton>
    </form>
  )
}
