import type { ReactNode } from 'react'
import { StaffFrame } from '@/app/_components/staff-frame'
import { ClientMessages } from '@/lib/web/client-messages'

/** What all staff have, whatever they may. */
export default function StaffLayout({ children }: { children: ReactNode }) {
  return (
    <StaffFrame>
      <ClientMessages namespaces={['auth']}>{children}</ClientMessages>
    </StaffFrame>
  )
}
