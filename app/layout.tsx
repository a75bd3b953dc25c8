import type { Metadata, Viewport } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ConnectionStatus } from '@/components/layout/connection-status'
import { DemoBanner } from '@/components/layout/demo-banner'
import { OperatorProvider } from '@/components/layout/operator'
import { PageRequest } from '@/components/layout/page-request'
import { env } from '@/lib/core/env'
import { operator } from '@/lib/core/operator'
import { ClientMessages } from '@/lib/web/client-messages'
import { isDemo } from '@/lib/web/demo'
import { chosenTheme } from '@/lib/web/preferences'
import { currentPath, currentRequestId } from '@/lib/web/request'
import './globals.css'

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export async function generateMetadata(): Promise<Metadata> {
  const [locale, t] = [await getLocale(), await getTranslations('common.brand')]
  const [name, title, description] = [t('name'), t('title'), (await getTranslations('public.home'))('lead')]
  return {
    metadataBase: env().ZHUNXIN_URL,
    title: { default: title, template: `%s · ${name}` },
    description,
    robots: { index: false, follow: false },
    manifest: `/manifest.${locale}.webmanifest`,
    icons: {
      icon: [
        { url: '/favicon.ico', sizes: '48x48' },
        { url: '/icon.svg', type: 'image/svg+xml', sizes: 'any' },
      ],
      apple: '/apple-touch-icon.png',
    },
    // Of every page the same, so that nothing of a page is in it.
    openGraph: {
      type: 'website',
      locale: locale === 'en' ? 'en_US' : 'zh_CN',
      siteName: name,
      title,
      description,
      images: { url: '/social.png', width: 1200, height: 630, alt: name },
    },
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
      <body className="flex min-h-dvh flex-col lg:has-[[data-fills-window]]:h-dvh print:block">
        {isDemo() ? <Demo /> : null}
        <PageRequest id={currentRequestId()} path={path}>
          <ClientMessages>
            <OperatorProvider operator={operator()}>{children}</OperatorProvider>
            <ConnectionStatus />
          </ClientMessages>
        </PageRequest>
      </body>
    </html>
  )
}

async function Demo() {
  const t = await getTranslations('demo.banner')
  return <DemoBanner label={t('label')}>{t('text')}</DemoBanner>
}
