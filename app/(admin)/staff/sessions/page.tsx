import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { readWaysToConfirm } from '@/lib/sign-in/factors/read-factors'
import { listOwnSessions } from '@/lib/sign-in/sessions/own-sessions'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { StaffSessions } from './_components/staff-sessions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sessions'))('title') }
}

/** Shows the sessions of each member of staff to them. It requires the capability that all of them have. */
export default async function StaffSessionsPage({ searchParams }: PageProps<'/staff/sessions'>) {
  const actor = await pageActor('review.queue')
  const [{ end, ended }, sessions, ways, t] = await Promise.all([
    searchParams,
    listOwnSessions(actor),
    readWaysToConfirm(actor),
    getTranslations('sessions'),
  ])
  const isThere = end === 'all' || sessions.some(({ id, isThis }) => id === end && !isThis)
  return (
    <ClientMessages namespaces={['sessions', 'factors']}>
      <PageBody>
        <PageHeader title={t('title')} lead={t('lead')} />
        <div className="flex max-w-3xl flex-col gap-5">
          {typeof ended === 'string' && /^\d{1,4}$/.test(ended) ? (
            <Alert tone="success">{t('othersEnded', { count: Number(ended) })}</Alert>
          ) : null}
          <StaffSessions
            sessions={sessions}
            limits={t('limits.STAFF')}
            end={isThere && typeof end === 'string' ? end : null}
            ways={{ ...ways, hasSso: false }}
          />
        </div>
      </PageBody>
    </ClientMessages>
  )
}
