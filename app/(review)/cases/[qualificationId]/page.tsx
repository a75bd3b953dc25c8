import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ConfirmProvider } from '@/app/_components/confirm/confirm-provider'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { TabTitle } from '@/components/layout/tab-title'
import { UrgentBadge } from '@/components/review/urgent-badge'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { Status } from '@/components/ui/status'
import { can } from '@/lib/actor/actor'
import { openStory } from '@/lib/cases/open-story'
import { readCaseSupplements } from '@/lib/filings/supplements/read-supplements'
import { readHolds } from '@/lib/privacy/holds/read-holds'
import { mayMakeDossier } from '@/lib/reports/dossier/policy'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { CaseActs } from './_components/case-acts'
import { CaseTimeline } from './_components/case-timeline'
import { Declared } from './_components/declared'
import { Documents } from './_components/documents'
import { ErasedNotice } from './_components/erased-notice'
import { ExportDossier } from './_components/export-dossier'
import { Facts } from './_components/facts'
import { Filings } from './_components/filings'
import { LegalHolds } from './_components/legal-holds'
import { Rounds } from './_components/rounds'
import { StatusChanges } from './_components/status-changes'
import { Supplements } from './_components/supplements'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cases'))('title') }
}

export default async function CasePage({ params }: PageProps<'/cases/[qualificationId]'>) {
  const actor = await pageActor('review.queue')
  const story = await openStory(actor, (await params).qualificationId)
  if (!story) notFound()
  const [holds, supplements] = await Promise.all([
    readHolds(actor, story.head.id),
    readCaseSupplements(actor, story.head.id),
  ])
  const { head, naming, may, rounds, statusChanges, filings, events, declared } = story
  const t = await getTranslations('review.queue')
  const logHref = can(actor, 'audit.read') ? `/audit?${new URLSearchParams({ reference: head.reference })}` : null
  return (
    <ClientMessages namespaces={['cases', 'filings', 'retention', 'review', 'rulebook', 'standing', 'supplements']}>
      <ConfirmProvider>
        <PageBody>
          <TabTitle reference={head.reference} />
          <PageHeader
            above={
              <Breadcrumbs link={Link} items={[{ label: t('title'), href: '/queue' }, { label: head.reference }]} />
            }
            title={<span className="numeric">{head.reference}</span>}
            status={
              <>
                <Status status={head.status} />
                {head.isUrgent ? <UrgentBadge /> : null}
              </>
            }
            actions={
              <>
                <CaseActs head={head} may={may} />
                {mayMakeDossier(actor, head) ? <ExportDossier qualificationId={head.id} /> : null}
              </>
            }
          />
          <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_23rem]">
            <div className="flex min-w-0 flex-col gap-4">
              <ErasedNotice head={head} />
              <Facts head={head} />
              <StatusChanges changes={statusChanges} />
              <Filings filings={filings} mayFile={may.file} mayRead={may.read} />
              {supplements ? (
                <Supplements
                  qualificationId={head.id}
                  view={supplements}
                  filings={filings}
                  naming={naming}
                  mayExport={may.export}
                />
              ) : null}
              {holds ? <LegalHolds qualificationId={head.id} view={holds} /> : null}
              <Rounds rounds={rounds} naming={naming} />
              {declared ? (
                <Declared qualificationId={head.id} declared={declared} answers={naming.answers} isClaimed={may.open} />
              ) : null}
              {declared ? (
                <Documents
                  qualificationId={head.id}
                  documents={declared.documents}
                  naming={naming}
                  mayExport={may.export}
                />
              ) : null}
            </div>
            <CaseTimeline events={events} logHref={logHref} />
          </div>
        </PageBody>
      </ConfirmProvider>
    </ClientMessages>
  )
}
