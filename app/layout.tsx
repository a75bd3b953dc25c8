import type { Metadata, Viewport } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { DemoBanner } from '@/components/layout/demo-banner'
import { PageRequest } from '@/components/layout/page-request'
import { ClientMessages } from '@/lib/web/client-messages'
import { isDemo } from '@/lib/web/demo'
import { chosenTheme } from '@/lib/web/preferences'
import { currentPath, currentRequestId } from '@/lib/web/request'
import './globals.css'

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common')
  return {
    title: { default: t('brand.title'), template: `%s · ${t('brand.name')}` },
    robots: { index: false, follow: false },
  }
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await chosenTheme()
  const [path = '/'] = (await currentPath()).split('?')
  return (
    <html
      lang={await getLocale()}
      {...(theme ? { 'data-theme': theme } : {})}
      {...(isDemo() ? { 'data-demo': '' } : {})}
    >
      <body className="flex min-h-dvh flex-col print:block">
        {isDemo() ? <Demo /> : null}
        <PageRequest id={currentRequestId()} path={path}>
          <ClientMessages>{children}</ClientMessages>
        </PageRequest>
      </body>
    </html>
  )
}

async function Demo() {
  const t = await getTranslations('demo.banner')
  return <DemoBanner label={t('label')}>{t('text')}</DemoBanner>
}
