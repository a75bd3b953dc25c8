import type { ReactNode } from 'react'
import { choosePreference } from '@/app/preferences'
import { PublicShell } from '@/components/layout/public-shell'
import { ClientMessages } from '@/lib/web/messages/client-messages'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <PublicShell homeHref="/" width="narrow" preferences={{ setLocale: choosePreference, setTheme: choosePreference }}>
      <ClientMessages namespaces={['auth', 'consents', 'recipients']}>{children}</ClientMessages>
    </PublicShell>
  )
}
