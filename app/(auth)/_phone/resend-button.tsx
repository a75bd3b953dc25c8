import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'

/**
 * Asks for another code once one may be sent. Without scripts it can be pressed at once, and the server says how long
 * to wait.
 */
export function ResendButton({ seconds }: { seconds: number }) {
  const t = useTranslations('auth.code')
  const [left, setLeft] = useState(0)
  useEffect(() => {
    const due = performance.now() + seconds * 1000
    const tick = () => setLeft(Math.max(0, Math.ceil((due - performance.now()) / 1000)))
    tick()
    const timer = setInterval(tick, 500)
    return () => clearInterval(timer)
  }, [seconds])
  return (
    <SubmitButton variant="secondary" size="small" disabled={left > 0}>
      {left > 0 ? t('resendIn', { seconds: left }) : t('resend')}
    </SubmitButton>
  )
}
