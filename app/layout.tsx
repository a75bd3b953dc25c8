import { FlaskConical, ShieldAlert } from 'lucide-react'
import type { Metadata, Viewport } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ConnectionStatus } from '@/components/layout/connection-status'
import { DemoAnswers } from '@/components/layout/demo-answers'
import { OperatorProvider } from '@/components/layout/operator'
import { PageRequest } from '@/components/layout/page-request'
import { TopBanner } from '@/components/layout/top-banner'
import { env } from '@/lib/core/env'
import { operator } from '@/lib/core/operator'
import { lastDecodingHere } from '@/lib/documents/decoding-here'
import { chosenTheme } from '@/lib/web/cookies/preferences'
import { isDemo } from '@/lib/web/demo'
import { ClientMessages } from '@/lib/web/messages/client-messages'
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
  const banners = bannersShown()
  return (
    <html
      lang={await getLocale()}
      {...(theme ? { 'data-theme': theme } : {})}
      {...(banners.length > 0 ? { 'data-banners': banners.length } : {})}
    >
      <body className="flex min-h-dvh flex-col lg:has-[[data-fills-window]]:h-dvh print:block">
        {banners.map((name) => (
          <Banner key={name} name={name} />
        ))}
        <PageRequest id={currentRequestId()} path={path}>
          <ClientMessages>
            <OperatorProvider operator={operator()}>{children}</OperatorProvider>
            <ConnectionStatus />
            {isDemo() ? <DemoAnswers /> : null}
          </ClientMessages>
        </PageRequest>
      </body>
    </html>
  )
}

const BANNERS = { demo: FlaskConical, sandbox: ShieldAlert } as const

function bannersShown(): (keyof typeof BANNERS)[] {
  const isTrial = lastDecodingHere() === 'ALONE_ON_THIS_MACHINE'
  return [...(isDemo() ? (['demo'] as const) : []), ...(isTrial ? (['sandbox'] as const) : [])]
}

async function Banner({ name }: { name: keyof typeof BANNERS }) {
  const t = await getTranslations(`banners.${name}`)
  return (
    <TopBanner label={t('label')} icon={BANNERS[name]}>
      {t('text')}
    </TopBanner>
  )
}
