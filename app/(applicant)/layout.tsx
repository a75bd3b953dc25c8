import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { OfferSignIn } from '@/app/_components/sign-in-again/offer-sign-in'
import { choosePreference } from '@/app/preferences'
import { signOutHere } from '@/app/session'
import { ApplicantShell } from '@/components/layout/applicant-shell'
import { can } from '@/lib/actor/actor'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { currentPath } from '@/lib/web/request'
import { currentActor } from '@/lib/web/session'
import { HandedOver } from './_components/handed-over/handed-over'

export default async function ApplicantLayout({ children }: { children: ReactNode }) {
  const [t, path, actor] = await Promise.all([getTranslations('common'), currentPath(), currentActor()])
  const section = ['/account', '/my-data'].find((start) => path.startsWith(start)) ?? '/qualifications'
  const item = (label: string, href: string) => ({ label, href, isCurrent: href === section })
  return (
    <>
      <OfferSignIn />
      <ApplicantShell
        homeHref="/qualifications"
        navigation={[
          item(t('navigation.qualifications'), '/qualifications'),
          // A session that the platform vouched for has no part in these.
          ...(actor && !can(actor, 'account.manage')
            ? []
            : [item(t('navigation.account'), '/account'), item(t('navigation.myData'), '/my-data')]),
        ]}
        notice={<HandedOver />}
        preferences={{ setLocale: choosePreference, setTheme: choosePreference }}
        signOut={signOutHere}
      >
        <ClientMessages namespaces={['applicant', 'rulebook']}>{children}</ClientMessages>
      </ApplicantShell>
    </>
  )
}
