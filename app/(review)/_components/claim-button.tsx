'use client'
import { Refusal } from '@/app/_components/refusal'
import { claim } from '@/app/(review)/queue/actions'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'

type Props = { qualificationId: string; label: string; isMain?: boolean }

/** Takes one given application. */
export function ClaimButton({ qualificationId, label, isMain = false }: Props) {
  const [result, action] = useFormAction(claim)
  return (
    <form action={action} className="flex flex-wrap items-center gap-3">
      <Refusal result={result} />
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <SubmitButton variant={isMain ? 'primary' : 'secondary'} size={isMain ? 'normal' : 'small'}>
        {label}
      </SubmitButton>
    </form>
  )
}
