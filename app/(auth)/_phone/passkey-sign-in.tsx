import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { loadAndAnswer } from '@/components/sign-in/ceremonies'
import { useCeremony } from '@/components/sign-in/use-ceremony'
import { useWebAuthn } from '@/components/sign-in/use-webauthn'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { useHydrated } from '@/components/ui/use-hydrated'
import { startPasskey } from '../staff/sign-in/actions'
import type { StepProps } from './step-form'

type Props = Pick<StepProps, 'action' | 'next'> & { requestOptions?: typeof startPasskey }

/**
 * Signs in by a passkey, without a number. It is offered only where scripts run and the browser has passkeys. Until
 * that is known, its space is reserved: what is below must not move away from under a finger.
 */
export function PasskeySignIn({ action, next, requestOptions = startPasskey }: Props) {
  const t = useTranslations('auth.phone')
  const { start, isWaiting, problem } = useCeremony(requestOptions, loadAndAnswer, action, t('passkeyFailed'))
  const isKnown = useHydrated()
  const isOffered = useWebAuthn()
  if (isKnown && !isOffered) return null
  return (
    <div className={cn('mt-8 flex flex-col items-start gap-3', !isKnown && 'invisible noscript:hidden')}>
      {problem && !isWaiting ? (
        <Alert tone="danger" isLive>
          {problem}
        </Alert>
      ) : null}
      <Button isLoading={isWaiting} onClick={() => start({ intent: 'passkey', step: 'PHONE', next })}>
        <KeyRound aria-hidden />
        {t('passkey')}
      </Button>
    </div>
  )
}
