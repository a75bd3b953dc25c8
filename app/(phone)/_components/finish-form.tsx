'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { finish } from '../phone/actions'

/** Ends the phone from itself, or the link to a letter from a browser that opened it. */
export function FinishForm({ isForwarded = false }: { isForwarded?: boolean }) {
  const t = useTranslations(isForwarded ? 'forwarded.page' : 'phone.page')
  const tErrors = useTranslations('errors')
  const [result, action] = useFormAction(finish)
  return (
    <form action={action} className="mt-6 flex flex-wrap items-center gap-3 border-t pt-5">
      {result && !result.ok ? (
        <Alert tone="danger" isLive>
          {tErrors(result.error, result.params)}
        </Alert>
      ) : null}
      <SubmitButton variant="secondary">{t('done')}</SubmitButton>
      <p className="text-sm text-text-muted">{t('doneHint')}</p>
    </form>
  )
}
