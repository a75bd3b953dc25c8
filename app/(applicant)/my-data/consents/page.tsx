import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { DataComplaints } from '@/components/privacy/complaints'
import { RecipientsFold } from '@/components/privacy/recipients'
import { BackLink } from '@/components/qualifications/back-link'
import { Alert } from '@/components/ui/alert'
import { readOwnConsents } from '@/lib/privacy/consents/read-own-consents'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { ConsentCard } from './_components/consent-card'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('myData.consents'))('title') }
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Each statement that one agreed to, and how to take that back, or give it again. */
export default async function ConsentsPage({ searchParams }: Props) {
  const actor = await pageActor('qualification.own')
  const [consents, requested, t] = await Promise.all([
    readOwnConsents(actor),
    searchParams,
    getTranslations('myData.consents'),
  ])
  const { withdrawn, suspended, given, resumed } = requested
  const isGivenNow = consents.some(({ key, isGiven }) => isGiven && key === given)
  const isMissing = consents.some(({ isGiven }) => !isGiven)
  return (
    <ClientMessages namespaces={['myData']}>
      <PageHeader above={<BackLink href="/my-data">{t('back')}</BackLink>} title={t('title')} lead={t('lead')} />
      <div className="flex flex-col gap-5">
        {isMissing && withdrawn !== undefined ? (
          <Alert tone="success">
            {t('withdrawn', { ended: Number(withdrawn) || 0, suspended: Number(suspended) || 0 })}
          </Alert>
        ) : null}
        {isGivenNow ? <Alert tone="success">{t('givenNow', { resumed: Number(resumed) || 0 })}</Alert> : null}
        {isMissing ? <Alert tone="warning">{t('missing')}</Alert> : null}
        <RecipientsFold />
        {consents.map((consent) => (
          <ConsentCard key={consent.key} consent={consent} />
        ))}
        <DataComplaints />
      </div>
    </ClientMessages>
  )
}
