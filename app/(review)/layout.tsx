import type { ReactNode } from 'react'
import { StaffFrame } from '@/app/_components/staff-frame'
import { ClientMessages } from '@/lib/web/client-messages'

export default function ReviewLayout({ children }: { children: ReactNode }) {
  return (
    <StaffFrame>
      <ClientMessages namespaces={['review']}>{children}</ClientMessages>
    </StaffFrame>
  )
}
