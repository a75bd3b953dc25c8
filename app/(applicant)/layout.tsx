import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { choosePreference } from '@/app/preferences'
import { leave } from '@/app/session'
import { ApplicantShell } from '@/components/layout/applicant-shell'
import { ClientMessages } from '@/lib/web/client-messages'
import { currentPath } from '@/lib/web/request'

export default async function ApplicantLayout({ children }: { children: ReactNode }) {
  const [t, path] = await Promise.all([getTranslations('common'), currentPath()])
  const section = ['/account', '/my-data'].find((start) => path.startsWith(start)) ?? '/qualifications'
  const item = (label: string, href: string) => ({ label, href, isCurrent: href === section })
  return (
    <ApplicantShell
      homeHref="/qualifications"
      navigation={[
        item(t('navigation.qualifications'), '/qualifications'),
        item(t('navigation.account'), '/account'),
        item(t('navigation.myData'), '/my-data'),
      ]}
      preferences={{ setLocale: choosePreference, setTheme: choosePreference }}
      signOut={leave}
    >
      <ClientMessages namespaces={['applicant', 'rulebook']}>{children}</ClientMessages>
    </ApplicantShell>
  )
}
