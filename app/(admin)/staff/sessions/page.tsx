import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SessionList } from '@/app/_components/session-list'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { listOwnSessions } from '@/lib/sign-in/sessions/own-sessions'
import { ClientMessages } from '@/lib/web/client-messages'
import { pageActor } from '@/lib/web/session'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sessions'))('title') }
}

/** Shows the sessions of each member of staff to them. It requires the capability that all of them have. */
export default async function StaffSessionsPage() {
  const actor = await pageActor('review.queue')
  const [sessions, t] = await Promise.all([listOwnSessions(actor), getTranslations('sessions')])
  return (
    <ClientMessages namespaces={['sessions']}>
      <PageBody>
        <PageHeader title={t('title')} lead={t('lead')} />
        <div className="max-w-3xl">
          <SessionList sessions={sessions} limits={t('limits.STAFF')} />
        </div>
      </PageBody>
    </ClientMessages>
  )
}
