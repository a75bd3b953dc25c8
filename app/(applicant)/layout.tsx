import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { choosePreference } from '@/app/preferences'
import { leave } from '@/app/session'
import { ApplicantShell } from '@/components/layout/applicant-shell'
import { ClientMessages } from '@/lib/web/client-messages'

export default async function ApplicantLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('common')
  return (
    <ApplicantShell
      homeHref="/qualifications"
      navigation={[{ label: t('navigation.qualifications'), href: '/qualifications', isCurrent: true }]}
      preferences={{ setLocale: choosePreference, setTheme: choosePreference }}
      signOut={leave}
    >
      <ClientMessages namespaces={['applicant', 'rulebook']}>{children}</ClientMessages>
    </ApplicantShell>
  )
}
