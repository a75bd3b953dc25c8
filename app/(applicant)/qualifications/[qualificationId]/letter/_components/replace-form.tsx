'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { replaceNext } from '../actions'

type Props = {
  qualificationId: string
  fileId: string
  isToReplace: boolean
  /** Holds the words of the button; `about` names its page, too. */
  label: string
  about: string
  /** Says what the next photograph does. */
  next: string
}

/** Has the next photograph take the place of this one, or takes that back. */
export function ReplaceForm({ qualificationId, fileId, isToReplace, label, about, next }: Props) {
  const tErrors = useTranslations('errors')
  const [result, action] = useFormAction(replaceNext)
  return (
    <form action={action}>
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <input type="hidden" name="fileId" value={fileId} />
      <input type="hidden" name="isToReplace" value={isToReplace ? 'no' : 'yes'} />
      <p role="status" className="font-medium">
        {isToReplace ? next : null}
      </p>
      <SubmitButton variant="quiet" size="small" aria-label={about}>
        {label}
      </SubmitButton>
      {result && !result.ok ? (
        <p role="alert" className="text-danger">
          {tErrors(result.error, result.params)}
        </p>
      ) : null}
    </form>
  )
}
