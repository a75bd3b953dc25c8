'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { Refusal } from '../../_components/refusal'
import { remove } from '../actions'

export function RemoveSaved({ id, name }: { id: string; name: string }) {
  const t = useTranslations('reports.saved')
  const [result, action] = useActionState(remove, null)
  return (
    <form action={action}>
      <Refusal result={result} />
      <input type="hidden" name="savedReportId" value={id} />
      <SubmitButton size="small" variant="quiet" aria-label={`${t('remove')}: ${name}`}>
        {t('remove')}
      </SubmitButton>
    </form>
  )
}
