import type { ReactNode } from 'react'
import { ClientMessages } from '@/lib/web/messages/client-messages'

export default function RulesLayout({ children }: { children: ReactNode }) {
  return <ClientMessages namespaces={['rules', 'rulebook', 'letters', 'admin']}>{children}</ClientMessages>
}
