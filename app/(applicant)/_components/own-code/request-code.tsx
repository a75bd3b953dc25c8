'use client'
import { useTranslations } from 'next-intl'
import { ConfirmFirst, type ConfirmFirstProps } from '@/components/forms/confirm-first'
import { useOwnPhone } from '@/components/sign-in/own-phone'
import { OwnCodeForms } from './own-code-forms'

/** Asks an applicant for a code to their own phone before an act of theirs. */
export function RequestCode(props: ConfirmFirstProps) {
  const t = useTranslations('ownCode')
  const phone = useOwnPhone()
  return (
    <ConfirmFirst {...props} needed="FRESH_CODE_NEEDED" words={t} page="/account/confirm">
      {(done) => <OwnCodeForms phone={phone} onDone={done} />}
    </ConfirmFirst>
  )
}
