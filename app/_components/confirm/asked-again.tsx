import type { ReactNode } from 'react'
import { readWaysToConfirm } from '@/lib/accounts/factors/read-factors'
import { ClientMessages } from '@/lib/web/client-messages'
import { currentActor } from '@/lib/web/session'
import { WaysProvider } from './ways'

const NO_WAYS = { hasPasskey: false, hasTotp: false, hasRecoveryCode: false, hasSso: false }

/** Around pages with acts that may ask for a second factor once more: the words, and by what it can be given. */
export async function AskedAgain({ children }: { children: ReactNode }) {
  const actor = await currentActor()
  return (
    <ClientMessages namespaces={['factors']}>
      <WaysProvider ways={actor?.audience === 'STAFF' ? await readWaysToConfirm(actor) : NO_WAYS}>
        {children}
      </WaysProvider>
    </ClientMessages>
  )
}
