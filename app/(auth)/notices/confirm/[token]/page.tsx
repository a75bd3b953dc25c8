import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { ConfirmForm } from './confirm-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.noticeEmail'))('title') }
}

/** Shows the page that a confirmation link leads to. Looking at it changes nothing, and reveals nothing of the link. */
export default async function ConfirmNoticeEmailPage({ params }: PageProps<'/notices/confirm/[token]'>) {
  const t = await getTranslations('auth.noticeEmail')
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <ConfirmForm token={(await params).token} />
    </>
  )
}
