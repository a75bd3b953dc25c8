import type { ReactNode } from 'react'
import { ClientMessages } from '@/lib/web/messages/client-messages'

export default function HandoverLayout({ children }: { children: ReactNode }) {
  return <ClientMessages namespaces={['handover']}>{children}</ClientMessages>
}
