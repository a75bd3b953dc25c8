import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { DataComplaints } from '@/components/privacy/complaints'
import { RecipientList } from '@/components/privacy/recipients'
import { OwnWaysProvider } from '@/components/sign-in/own-ways'
import { Card } from '@/components/ui/card'
import { listAccounts } from '@/lib/accounts/members/queries'
import { readOwnNotices } from '@/lib/accounts/notices/queries'
import { readOwnRequests } from '@/lib/privacy/erasure/read-own-requests'
import { readOwnQualifications } from '@/lib/privacy/own-data/read-own-data'
import { readOwnViews } from '@/lib/privacy/own-data/read-own-views'
import { hasOwnPasskey } from '@/lib/sign-in/confirm-act'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { AccountData } from './_components/account-data'
import { Erasure } from './_components/erasure'
import { ExportLinks } from './_components/export-links'
import { LatestViews } from './_components/latest-views'
import { StoredQualifications } from './_components/stored-qualifications'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('myData'))('title') }
}

const LATEST = 5

type Props = { searchParams: Promise<{ erasure?: string | string[] }> }

/** Shows what is stored about a person, why and until when, who saw it, and how to export it or have it erased. */
export default async function MyDataPage({ searchParams }: Props) {
  const actor = await pageActor('account.manage')
  const [accounts, qualifications, { views }, requests, { phone }, hasPasskey, t, recipients] = await Promise.all([
    listAccounts(actor),
    readOwnQualifications(actor),
    readOwnViews(actor, undefined, LATEST),
    readOwnRequests(actor),
    readOwnNotices(actor),
    hasOwnPasskey(actor),
    getTranslations('myData'),
    getTranslations('recipients'),
  ])
  const { erasure: outcome } = await searchParams
  return (
    <ClientMessages namespaces={['myData', 'privacy', 'ownCode']}>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="flex flex-col gap-8">
        <AccountData actor={actor} accounts={accounts} />
        <StoredQualifications qualifications={qualifications} />
        <Card id="recipients" title={recipients('title')}>
          <RecipientList />
        </Card>
        <LatestViews views={views} />
        <OwnWaysProvider phone={phone} hasPasskey={hasPasskey}>
          <ExportLinks accounts={accounts} />
        </OwnWaysProvider>
        <Erasure
          accounts={accounts}
          requests={requests}
          outcome={outcome === 'DONE' || outcome === 'WAITING' ? outcome : null}
        />
        <DataComplaints />
      </div>
    </ClientMessages>
  )
}
