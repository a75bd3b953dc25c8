'use client'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { take } from '../actions'
import { Refusal } from './refusal'

type Props = { qualificationId: string; label: string; isMain?: boolean }

/** Takes one given application. */
export function Take({ qualificationId, label, isMain = false }: Props) {
  const [result, action] = useActionState(take, null)
  return (
    <form action={action} className="flex flex-wrap items-center gap-3">
      <Refusal failure={result && !result.ok ? result : null} />
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <SubmitButton variant={isMain ? 'primary' : 'secondary'} size={isMain ? 'normal' : 'small'}>
        {label}
      </SubmitButton>
    </form>
  )
}
