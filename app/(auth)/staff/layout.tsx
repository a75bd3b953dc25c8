import type { ReactNode } from 'react'
import { ClientMessages } from '@/lib/web/messages/client-messages'

/** The words of staff are not sent to applicants. */
export default function StaffAccessLayout({ children }: { children: ReactNode }) {
  return <ClientMessages namespaces={['factors']}>{children}</ClientMessages>
}
