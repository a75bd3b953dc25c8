import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { listAccounts } from '@/lib/members/queries'
import { readOwnNotices } from '@/lib/notifications/queries'
import { readOwnQualifications } from '@/lib/privacy/read-own-data'
import { readOwnRequests } from '@/lib/privacy/read-own-requests'
import { readOwnViews } from '@/lib/privacy/read-own-views'
import { ClientMessages } from '@/lib/web/client-messages'
import { pageActor } from '@/lib/web/session'
import { OwnPhoneProvider } from '../_components/own-code/own-phone'
import { AccountData } from './_components/account-data'
import { Erasure } from './_components/erasure'
import { ExportLinks } from './_components/export-links'
import { KeptQualifications } from './_components/kept-qualifications'
import { LatestViews } from './_components/latest-views'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('myData'))('title') }
}

const LATEST = 5

type Props = { searchParams: Promise<{ erasure?: string | string[] }> }

/** What is kept of someone, why and until when, who saw it, and how to take it along or have it erased. */
export default async function MyDataPage({ searchParams }: Props) {
  const actor = await pageActor('qualification.own')
  const [accounts, qualifications, { views }, requests, { phone }, t] = await Promise.all([
    listAccounts(actor),
    readOwnQualifications(actor),
    readOwnViews(actor, undefined, LATEST),
    readOwnRequests(actor),
    readOwnNotices(actor),
    getTranslations('myData'),
  ])
  const { erasure: asked } = await searchParams
  return (
    <ClientMessages namespaces={['myData', 'privacy', 'ownCode']}>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="flex flex-col gap-8">
        <AccountData actor={actor} accounts={accounts} />
        <KeptQualifications qualifications={qualifications} />
        <LatestViews views={views} />
        <OwnPhoneProvider phone={phone}>
          <ExportLinks accounts={accounts} />
        </OwnPhoneProvider>
        <Erasure
          accounts={accounts}
          requests={requests}
          asked={asked === 'DONE' || asked === 'WAITING' ? asked : null}
        />
      </div>
    </ClientMessages>
  )
}
