'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { moveThere } from '../documents/actions'

type Props = { qualificationId: string; fileId: string; kind: DocumentKind; name: string; isExchange: boolean }

/** Moves the picture of a slot to the slot that it belongs to, and one of this slot that is there to here. */
export function MoveThere({ qualificationId, fileId, kind, name, isExchange }: Props) {
  const t = useTranslations('applicant.documents.elsewhere')
  const [result, action] = useFormAction(moveThere)
  return (
    <form action={action} className="flex flex-col items-start gap-2">
      <Refusal result={result} />
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <input type="hidden" name="fileId" value={fileId} />
      <input type="hidden" name="kind" value={kind} />
      <SubmitButton variant="secondary" size="small">
        {t(isExchange ? 'exchange' : 'move', { name })}
      </SubmitButton>
    </form>
  )
}
