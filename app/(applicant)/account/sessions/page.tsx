import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { BackLink } from '@/components/qualifications/back-link'
import { OwnWaysProvider } from '@/components/sign-in/own-ways'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import { readOwnNotices } from '@/lib/accounts/notices/queries'
import { hasOwnPasskey } from '@/lib/sign-in/confirm-act'
import { listOwnSessions } from '@/lib/sign-in/sessions/own-sessions'
import { listVouchedSignIns } from '@/lib/sign-in/sessions/vouched-sign-ins'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { OwnSessions } from './_components/own-sessions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sessions'))('title') }
}

export default async function OwnSessionsPage() {
  const actor = await pageActor('account.manage')
  const [sessions, { phone }, hasPasskey, vouched, t] = await Promise.all([
    listOwnSessions(actor),
    readOwnNotices(actor),
    hasOwnPasskey(actor),
    listVouchedSignIns(actor),
    getTranslations('sessions'),
  ])
  return (
    <ClientMessages namespaces={['sessions', 'ownCode']}>
      <PageHeader above={<BackLink href="/account">{t('back')}</BackLink>} title={t('title')} lead={t('lead')} />
      <OwnWaysProvider phone={phone} hasPasskey={hasPasskey}>
        <OwnSessions sessions={sessions} limits={t('limits.APPLICANT')} />
      </OwnWaysProvider>
      {vouched.length > 0 ? (
        <Card title={t('vouched.title')} className="mt-5">
          <p className="max-w-measure text-text-muted">{t('vouched.lead')}</p>
          <ul className="mt-3 divide-y">
            {vouched.map(({ id, at, by }) => (
              <li key={id} className="flex flex-wrap justify-between gap-x-4 py-2">
                <span className="wrap-anywhere">{by}</span>
                <Moment at={at} />
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </ClientMessages>
  )
}
