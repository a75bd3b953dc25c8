import type { ReactNode } from 'react'
import { ConfirmProvider } from '@/app/_components/confirm/confirm-provider'
import { ForReviewers } from '@/app/_components/reviewers/for-reviewers'
import { StaffFrame } from '@/app/_components/staff-frame'
import { ClientMessages } from '@/lib/web/messages/client-messages'

export default function AdminLayout({ children }: { children: ReactNode }) {
  return (
    <StaffFrame>
      <ForReviewers />
      <ClientMessages namespaces={['admin', 'access']}>
        <ConfirmProvider>{children}</ConfirmProvider>
      </ClientMessages>
    </StaffFrame>
  )
}
