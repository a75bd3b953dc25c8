import type { ReactNode } from 'react'
import { AskedAgain } from '@/app/_components/confirm/asked-again'
import { StaffFrame } from '@/app/_components/staff-frame'
import { ClientMessages } from '@/lib/web/client-messages'

/** What all staff have, whatever they may. */
export default function StaffLayout({ children }: { children: ReactNode }) {
  return (
    <StaffFrame>
      <ClientMessages namespaces={['auth']}>
        <AskedAgain>{children}</AskedAgain>
      </ClientMessages>
    </StaffFrame>
  )
}
