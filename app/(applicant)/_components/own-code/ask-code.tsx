'use client'
import { useTranslations } from 'next-intl'
import { ConfirmFirst, type ConfirmFirstProps } from '@/app/_components/confirm/confirm-first'
import { OwnCodeForms } from './own-code-forms'
import { useOwnPhone } from './own-phone'

/** Asks an applicant for a code to their own phone before an act of theirs. */
export function AskCode(props: ConfirmFirstProps) {
  const t = useTranslations('ownCode')
  const phone = useOwnPhone()
  return (
    <ConfirmFirst {...props} needed="FRESH_CODE_NEEDED" words={t} page="/account/confirm">
      {(done) => <OwnCodeForms phone={phone} onDone={done} />}
    </ConfirmFirst>
  )
}
