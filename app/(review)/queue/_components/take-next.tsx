'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { takeNext } from '../actions'
import { Refusal } from './refusal'

/** The main button of a reviewer's day. */
export function TakeNext() {
  const t = useTranslations('review.queue')
  const [result, action] = useActionState(takeNext, null)
  return (
    <form action={action} className="flex flex-wrap items-center gap-3">
      <Refusal failure={result && !result.ok ? result : null} />
      <SubmitButton>{t('takeNext')}</SubmitButton>
    </form>
  )
}
