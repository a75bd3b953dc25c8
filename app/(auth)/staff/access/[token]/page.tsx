import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { readAccessLink } from '@/lib/staff/invitations/queries'
import { NewPasswordForm } from './new-password-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('factors.access'))('title'), referrer: 'no-referrer' }
}

export default async function AccessPage({ params }: PageProps<'/staff/access/[token]'>) {
  const { token } = await params
  const [t, link] = [await getTranslations('factors.access'), await readAccessLink(token)]
  if (!link) {
    return (
      <>
        <PageHeader title={t('invalidTitle')} />
        <Alert tone="danger">{t('invalid')}</Alert>
        <p className="mt-8">
          <Link className="link" href="/staff/forgotten" prefetch={false}>
            {t('again')}
          </Link>
        </p>
      </>
    )
  }
  return (
    <>
      <PageHeader title={t('title')} lead={t(link.kind === 'ACCESS' ? 'leadAccess' : 'lead')} />
      <NewPasswordForm token={token} />
    </>
  )
}
