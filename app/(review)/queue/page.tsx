import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { ClaimNext } from '@/app/(review)/_components/claim-next'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { can } from '@/lib/actor/actor'
import { readWaitingSupplements } from '@/lib/filings/supplements/read-supplements'
import {
  QueueFilters as Filters,
  foundInAddress,
  isNarrowed,
  isSought,
  NARROWING,
  PAGE,
} from '@/lib/review/queue/queue-filters'
import { readQueue } from '@/lib/review/queue/read-queue'
import { readCurrentClaim } from '@/lib/review/read-current-claim'
import { isReference, normaliseReference } from '@/lib/rulebook/checks/reference'
import { currentRulebook } from '@/lib/rulebook/registry'
import { pageActor } from '@/lib/web/session'
import { QueueFilters } from './_components/queue-filters'
import { queueRows } from './_components/queue-rows'
import { QueueTable } from './_components/queue-table'
import { WaitingSupplements } from './_components/waiting-supplements'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('review.queue'))('title') }
}

export default async function QueuePage({ searchParams }: PageProps<'/queue'>) {
  const actor = await pageActor('review.queue')
  const { decided, ...filters } = Filters.parse(await searchParams)
  const canReview = can(actor, 'review.decide')
  const [{ entries, next }, claim, types, supplements, t] = await Promise.all([
    readQueue(actor, filters),
    canReview ? readCurrentClaim(actor) : null,
    organisationTypes(),
    readWaitingSupplements(actor),
    getTranslations('review.queue'),
  ])
  const isWhole = !isNarrowed(filters)
  const isLead = can(actor, 'review.lead')
  const chosen = Object.fromEntries((['status', ...NARROWING] as const).map((name) => [name, filters[name]]))
  const above = (
    <>
      <PageHeader title={t('title')} actions={canReview && !claim ? <ClaimNext /> : null} />
      {decided && !claim ? (
        <Alert className="mb-4" tone="success" isLive title={t('decided', { reference: decided })}>
          {t('noneLeft')}
        </Alert>
      ) : null}
      {claim ? (
        <Alert
          className="mb-4"
          action={
            <Button asChild variant="primary">
              <Link href={`/queue/${claim.id}`}>{t('continue')}</Link>
            </Button>
          }
        >
          {t('holding', { reference: claim.reference })}
        </Alert>
      ) : null}
      <WaitingSupplements waiting={supplements} />
      <QueueFilters chosen={chosen} isNarrowed={!isWhole} types={types} />
      <Sought filters={filters} />
    </>
  )
  return (
    <PageBody>
      <QueueTable
        key={JSON.stringify([filters, decided])}
        above={above}
        aboveNow={JSON.stringify([claim?.id, supplements.map(({ qualificationId }) => qualificationId)])}
        rows={await queueRows(entries, isLead)}
        isLead={isLead}
        empty={
          <EmptyState title={t(isWhole ? 'empty.OPEN' : 'empty.filtered')}>
            {isWhole ? (
              t('empty.openText')
            ) : isSought(filters) ? (
              <WhyNone filters={filters} />
            ) : (
              t('empty.filteredText')
            )}
          </EmptyState>
        }
      />
      <Pages filters={filters} next={next} />
    </PageBody>
  )
}

/** Shows what was searched for: a reference may be repeated, anything else is not stored. */
async function Sought({ filters: { reference, found, by: kind } }: { filters: Filters }) {
  const t = await getTranslations('review.queue')
  const by = kind ?? 'ANY'
  if (found) {
    return (
      <p className="mb-2">
        {found.length < PAGE ? t('sought', { by, count: found.length }) : t('soughtMost', { by, count: PAGE })}
      </p>
    )
  }
  return reference ? <p className="mb-2">{t('found', { reference })}</p> : null
}

/** Says why a search found nothing. */
async function WhyNone({ filters: { reference, by } }: { filters: Filters }) {
  const t = await getTranslations('review.queue.empty')
  if (!reference) return t('soughtText', { by: by ?? 'ANY' })
  return t(isReference(normaliseReference(reference)) ? 'noReference' : 'wrongReference')
}

/** Returns the types that applicants can choose now; older ones are still found by name. */
async function organisationTypes(): Promise<{ value: string; label: string }[]> {
  const [{ kinds }, words] = await Promise.all([
    currentRulebook(),
    getTranslations('rulebook.options.organisation.type'),
  ])
  const fields = kinds.ORGANISATION?.groups.flatMap((group) => group.fields) ?? []
  const types = fields.find(({ key }) => key === 'organisation.type')?.options ?? []
  return types.map((value) => ({ value, label: words(value) }))
}

/** Onwards, and back to the front: what lies before a page changes while it is read. */
async function Pages({ filters, next }: { filters: Filters; next: string | null }) {
  const t = await getTranslations('review.queue')
  const { after, found, ...others } = filters
  if (!next && !after) return null
  const to = (more: Record<string, string>) => {
    const ids = found ? { found: foundInAddress(found) } : {}
    const query = Object.entries({ ...others, ...ids, ...more }).filter((pair): pair is [string, string] =>
      Boolean(pair[1]),
    )
    return `/queue?${new URLSearchParams(query)}`
  }
  return (
    <nav aria-label={t('pages')} className="mt-3 flex justify-between gap-3">
      <span>
        {after ? (
          <Button asChild size="small">
            <Link href={to({})}>{t('first')}</Link>
          </Button>
        ) : null}
      </span>
      {next ? (
        <Button asChild size="small">
          <Link href={to({ after: next })}>{t('next')}</Link>
        </Button>
      ) : null}
    </nav>
  )
}
