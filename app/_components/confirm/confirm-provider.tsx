import type { ReactNode } from 'react'
import { readWaysToConfirm } from '@/lib/sign-in/factors/read-factors'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { currentActor } from '@/lib/web/session'
import { WaysProvider } from './ways'

const NO_WAYS = { hasPasskey: false, hasTotp: false, hasRecoveryCode: false, hasSso: false }

/** Wraps pages with acts that may require a fresh second factor: it provides the words, and the ways to give it. */
export async function ConfirmProvider({ children }: { children: ReactNode }) {
  const actor = await currentActor()
  return (
    <ClientMessages namespaces={['factors']}>
      <WaysProvider ways={actor?.audience === 'STAFF' ? await readWaysToConfirm(actor) : NO_WAYS}>
        {children}
      </WaysProvider>
    </ClientMessages>
  )
}
