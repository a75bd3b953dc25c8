import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SessionList } from '@/app/_components/session-list'
import { PageHeader } from '@/components/layout/page-header'
import { listOwnSessions } from '@/lib/accounts/own-sessions'
import { ClientMessages } from '@/lib/web/client-messages'
import { pageActor } from '@/lib/web/session'
import { BackLink } from '../../qualifications/_components/back-link'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sessions'))('title') }
}

export default async function OwnSessionsPage() {
  const actor = await pageActor('qualification.own')
  const [sessions, t] = await Promise.all([listOwnSessions(actor), getTranslations('sessions')])
  return (
    <ClientMessages namespaces={['sessions']}>
      <PageHeader above={<BackLink href="/account">{t('back')}</BackLink>} title={t('title')} lead={t('lead')} />
      <SessionList sessions={sessions} limits={t('limits.APPLICANT')} />
    </ClientMessages>
  )
}
