'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { confirmForwarded } from '../../actions'

type Props = { qualificationId: string; fileId: string; number: number }

/** Confirms one file that came through a link. */
export function ConfirmForm({ qualificationId, fileId, number }: Props) {
  const t = useTranslations('forwarded.files')
  const tErrors = useTranslations('errors')
  const [result, action] = useFormAction(confirmForwarded)
  return (
    <form action={action} className="mt-1 w-36">
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <input type="hidden" name="fileId" value={fileId} />
      <SubmitButton variant="secondary" aria-label={`${t('confirm')}: ${t('file', { page: number })}`}>
        {t('confirm')}
      </SubmitButton>
      {result && !result.ok ? (
        <p role="alert" className="mt-1 text-sm text-danger">
          {tErrors(result.error, result.params)}
        </p>
      ) : null}
    </form>
  )
}
