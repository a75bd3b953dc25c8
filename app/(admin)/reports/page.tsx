import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { SectionNav } from '@/components/layout/section-nav'
import { addressOf } from '@/components/ui/address'
import { Alert } from '@/components/ui/alert'
import { can } from '@/lib/actor/actor'
import { ERROR_CODES, type ErrorCode } from '@/lib/core/errors'
import { ExportSubject } from '@/lib/db/generated/enums'
import { listConsentRequests } from '@/lib/reports/exports/consent-requests'
import { UNMASK_REASONS } from '@/lib/reports/exports/formats'
import { RIGHTS } from '@/lib/reports/exports/lists'
import { countExport, readOwnExports, readSavedReports } from '@/lib/reports/exports/read-exports'
import { filtersOf, ReportsPlace } from '@/lib/reports/exports/schemas'
import { readUnmaskingRule } from '@/lib/reports/exports/unmasking'
import { readActors } from '@/lib/reports/read-actors'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { ConsentRequests } from './_components/consent-requests'
import { ExportFilters } from './_components/export-filters'
import { ExportForm } from './_components/export-form'
import { OwnExports } from './_components/own-exports'
import { refusalParams } from './_components/refusal-params'
import { SavedReports } from './_components/saved-reports'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reports'))('title') }
}

/** Chooses what to export, narrows it, shows how many rows that is, and exports; and what was exported. */
export default async function ReportsPage({ searchParams }: PageProps<'/reports'>) {
  const actor = await pageActor('report.export')
  const sent = await searchParams
  const place = ReportsPlace.parse(sent)
  const subjects = Object.values(ExportSubject).filter((one) => can(actor, RIGHTS[one]))
  const subject = subjects.includes(place.subject) ? place.subject : 'QUALIFICATIONS'
  const filters = filtersOf(subject, place)
  const here = addressOf('/reports', { subject, ...filters })
  const reason = UNMASK_REASONS.find((one) => one === sent.reason) ?? ''
  const chosen = { isUnmasked: sent.unmasked === 'yes', reason }
  const [t, count, people, own, saved, rule, requests] = await Promise.all([
    getTranslations('reports'),
    countExport(actor, subject, filters),
    can(actor, 'audit.read') ? readActors(actor, filters.actor) : [],
    readOwnExports(actor),
    readSavedReports(actor),
    readUnmaskingRule(actor),
    listConsentRequests(actor),
  ])
  return (
    <PageBody>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="flex flex-col gap-4">
        <Refused
          sent={sent}
          here={chosen.isUnmasked ? addressOf('/reports', { subject, ...filters, unmasked: 'yes', reason }) : here}
        />
        {sent.asked ? (
          <Alert tone="success" isLive>
            {t(sent.asked === 'consent' ? 'awaitsConsent' : 'started')}
          </Alert>
        ) : null}
        <SectionNav
          label={t('subjects.label')}
          current={subject}
          sections={subjects.map((key) => ({
            key,
            label: t(`subjects.${key}`),
            href: addressOf('/reports', { subject: key }),
          }))}
        />
        <ExportFilters subject={subject} filters={filters} people={people} />
        <ClientMessages namespaces={['reports']}>
          <ExportForm
            key={here}
            subject={subject}
            filters={filters}
            count={count}
            here={here}
            rule={subject === 'QUALIFICATIONS' ? rule : null}
            chosen={chosen}
          />
          <ConsentRequests requests={requests} />
          <OwnExports {...own} />
          <SavedReports saved={saved} people={people} />
        </ClientMessages>
      </div>
    </PageBody>
  )
}

/** Shows why a form that was sent without scripts came back. */
async function Refused({ sent, here }: { sent: Awaited<PageProps<'/reports'>['searchParams']>; here: string }) {
  const code = sent.refused
  const [t, errors] = await Promise.all([getTranslations('reports'), getTranslations('errors')])
  if (!ERROR_CODES.includes(code as ErrorCode)) return null
  if (code === 'FRESH_FACTOR_NEEDED') {
    const confirm = `/security/confirm?next=${encodeURIComponent(here)}`
    return (
      <Alert
        tone="warning"
        title={t('confirmFirst')}
        isLive
        action={
          <Link className="link" href={confirm} prefetch={false}>
            {t('confirm')}
          </Link>
        }
      >
        {errors(code)}
      </Alert>
    )
  }
  return (
    <Alert tone="danger" isLive>
      {errors(code as ErrorCode, refusalParams(sent))}
    </Alert>
  )
}
