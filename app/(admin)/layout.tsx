import type { ReactNode } from 'react'
import { AskedAgain } from '@/app/_components/confirm/asked-again'
import { StaffFrame } from '@/app/_components/staff-frame'
import { ClientMessages } from '@/lib/web/client-messages'

export default function AdminLayout({ children }: { children: ReactNode }) {
  return (
    <StaffFrame>
      <ClientMessages namespaces={['admin', 'access']}>
        <AskedAgain>{children}</AskedAgain>
      </ClientMessages>
    </StaffFrame>
  )
}
