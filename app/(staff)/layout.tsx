import type { ReactNode } from 'react'
import { ConfirmProvider } from '@/app/_components/confirm/confirm-provider'
import { ForReviewers } from '@/app/_components/reviewers/for-reviewers'
import { StaffFrame } from '@/app/_components/staff-frame'
import { ClientMessages } from '@/lib/web/messages/client-messages'

/** Draws what all members of staff have, however few rights they hold. */
export default function StaffLayout({ children }: { children: ReactNode }) {
  return (
    <StaffFrame>
      <ForReviewers />
      <ClientMessages namespaces={['auth']}>
        <ConfirmProvider>{children}</ConfirmProvider>
      </ClientMessages>
    </StaffFrame>
  )
}
