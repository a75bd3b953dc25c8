import type { ReactNode } from 'react'
import { choosePreference } from '@/app/preferences'
import { PublicShell } from '@/components/layout/public-shell'
import { ClientMessages } from '@/lib/web/messages/client-messages'

/** Frames the pages of phones. They lead nowhere else: a phone is not signed in. */
export default function PhoneLayout({ children }: { children: ReactNode }) {
  return (
    <PublicShell homeHref="/phone" preferences={{ setLocale: choosePreference, setTheme: choosePreference }}>
      <ClientMessages namespaces={['applicant', 'phone', 'forwarded']}>{children}</ClientMessages>
    </PublicShell>
  )
}
