import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useState } from 'react'
import { signedInAgain } from '@/components/forms/sign-in-again'
import { Alert } from '@/components/ui/alert'
import { ApplicantForms } from './applicant-forms'
import type { SignInAgainProps } from './props'
import { type Answer, sendingAs } from './send-as'
import { StaffForms } from './staff-forms'

/** Draws the forms of the dialog. Anybody but the person of the page is refused, and shown how to leave it. */
export function AgainForms({ person, audience, isOutboxReadable, sso }: SignInAgainProps) {
  const t = useTranslations('common.signInAgain')
  const errors = useTranslations('errors')
  /** Names the act that was refused because another person did it. */
  const [other, setOther] = useState<string | null>(null)
  const send = useMemo(
    () => sendingAs(person, (act, error) => setOther(error === 'OTHER_PERSON' ? act : null)),
    [person],
  )
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== 'visible') return
      const isBack: Answer = await send('check')(null, new FormData()).catch(() => ({ ok: false }))
      if (isBack.ok && isBack.value === true) signedInAgain()
    }
    const listen = () => void look()
    document.addEventListener('visibilitychange', listen)
    return () => document.removeEventListener('visibilitychange', listen)
  }, [send])
  return (
    <>
      {other === 'check' ? (
        <Alert tone="danger" isLive className="mb-5">
          {errors('OTHER_PERSON')}
        </Alert>
      ) : null}
      {audience === 'STAFF' ? (
        <StaffForms send={send} sso={sso} />
      ) : (
        <ApplicantForms send={send} isOutboxReadable={isOutboxReadable} />
      )}
      {other === null ? null : (
        <p className="mt-4">
          <a className="link inline-block py-1" href={audience === 'STAFF' ? '/staff/sign-in' : '/sign-in'}>
            {t('leave')}
          </a>
        </p>
      )}
    </>
  )
}
