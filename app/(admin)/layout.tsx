import type { ReactNode } from 'react'
import { StaffFrame } from '@/app/_components/staff-frame'
import { ClientMessages } from '@/lib/web/client-messages'

export default function AdminLayout({ children }: { children: ReactNode }) {
  return (
    <StaffFrame>
      <ClientMessages namespaces={['admin', 'access']}>{children}</ClientMessages>
    </StaffFrame>
  )
}
