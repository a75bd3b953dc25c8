'use client'
import { useTranslations } from 'next-intl'
import { ConfirmFirst, type ConfirmFirstProps } from '@/components/forms/confirm-first'
import { ConfirmForms } from './confirm-forms'
import { useWays } from './ways'

/** Asks staff for a second factor before an act of theirs. */
export function ConfirmAgain(props: ConfirmFirstProps) {
  const t = useTranslations('factors.again')
  const ways = useWays()
  return (
    <ConfirmFirst {...props} needed="FRESH_FACTOR_NEEDED" words={t} page="/security/confirm" density="compact">
      {(done) => <ConfirmForms ways={ways} onDone={done} />}
    </ConfirmFirst>
  )
}
