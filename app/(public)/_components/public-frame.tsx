import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { choosePreference } from '@/app/preferences'
import { PublicShell } from '@/components/layout/public-shell'

/** The shell of the pages that anyone may read. */
export async function PublicFrame({ children }: { children: ReactNode }) {
  const t = await getTranslations('public.home')
  return (
    <PublicShell
      homeHref="/"
      width="page"
      preferences={{ setLocale: choosePreference, setTheme: choosePreference }}
      footer={<Link href="/staff/sign-in">{t('staff')}</Link>}
    >
      {children}
    </PublicShell>
  )
}
