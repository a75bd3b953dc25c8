'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { remove } from '../actions'

export function RemoveSaved({ id, name }: { id: string; name: string }) {
  const t = useTranslations('reports.saved')
  const [result, action] = useFormAction(remove)
  return (
    <form action={action}>
      <Refusal result={result} />
      <input type="hidden" name="savedReportId" value={id} />
      <SubmitButton size="small" variant="danger-quiet" aria-label={`${t('remove')}: ${name}`}>
        {t('remove')}
      </SubmitButton>
    </form>
  )
}
