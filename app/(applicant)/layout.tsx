import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { choosePreference } from '@/app/preferences'
import { leave } from '@/app/session'
import { ApplicantShell } from '@/components/layout/applicant-shell'
import { ClientMessages } from '@/lib/web/client-messages'
import { currentPath } from '@/lib/web/request'

export default async function ApplicantLayout({ children }: { children: ReactNode }) {
  const [t, path] = await Promise.all([getTranslations('common'), currentPath()])
  const isAccount = path.startsWith('/account')
  return (
    <ApplicantShell
      homeHref="/qualifications"
      navigation={[
        { label: t('navigation.qualifications'), href: '/qualifications', isCurrent: !isAccount },
        { label: t('navigation.account'), href: '/account', isCurrent: isAccount },
      ]}
      preferences={{ setLocale: choosePreference, setTheme: choosePreference }}
      signOut={leave}
    >
      <ClientMessages namespaces={['applicant', 'rulebook']}>{children}</ClientMessages>
    </ApplicantShell>
  )
}
