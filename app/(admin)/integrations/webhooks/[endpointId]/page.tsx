import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { SectionNav } from '@/components/layout/section-nav'
import { addressOf } from '@/components/ui/address'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { readDeliveries, readEndpoint } from '@/lib/integrations/webhooks/queries'
import { DeliveryFilters } from '@/lib/integrations/webhooks/schemas'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { EndpointStatus } from '../_components/endpoint-status'
import { Deliveries } from './_components/deliveries'
import { EditForm } from './_components/edit-form'
import { EndpointActs } from './_components/endpoint-acts'
import { EndpointFacts } from './_components/endpoint-facts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('title') }
}

export default async function EndpointPage({ params, searchParams }: PageProps<'/integrations/webhooks/[endpointId]'>) {
  const actor = await pageActor('integrations.manage')
  const [{ endpointId }, sent, t] = await Promise.all([params, searchParams, getTranslations('webhooks')])
  const endpoint = await readEndpoint(actor, endpointId)
  if (!endpoint) notFound()
  const filters = DeliveryFilters.parse(sent)
  const { deliveries, older } = await readDeliveries(endpoint, filters)
  const { id, description: name, state, waiting } = endpoint
  const here = (query: Record<string, string | undefined>) => addressOf(`/integrations/webhooks/${id}`, query)
  const crumbs = [{ label: t('title'), href: '/integrations/webhooks' }, { label: name }]
  return (
    <PageBody>
      <PageHeader
        title={name}
        status={<EndpointStatus endpoint={endpoint} />}
        above={<Breadcrumbs link={Link} items={crumbs} />}
      />
      <ClientMessages namespaces={['webhooks']}>
        <div className="flex flex-col gap-5">
          <EndpointFacts endpoint={endpoint} />
          <EndpointActs endpoint={{ id, name, state, waiting }} />
          <EditForm endpoint={{ id, description: name, url: endpoint.url, events: endpoint.events }} />
          <section className="flex flex-col gap-4">
            <h2 className="text-lg">{t('deliveries.title')}</h2>
            <SectionNav
              label={t('deliveries.filter.label')}
              current={filters.state ?? 'all'}
              sections={(['all', 'WAITING', 'DELIVERED'] as const).map((key) => ({
                key,
                label: t(`deliveries.filter.${key}`),
                href: here({ state: key === 'all' ? undefined : key }),
              }))}
            />
            {deliveries.length > 0 ? (
              <Deliveries endpointId={id} url={endpoint.url} isOn={state !== 'OFF'} deliveries={deliveries} />
            ) : (
              <EmptyState title={t('deliveries.empty')} />
            )}
            <Pagination
              link={Link}
              newerHref={filters.before ? here({ state: filters.state }) : undefined}
              olderHref={older ? here({ state: filters.state, before: older }) : undefined}
            />
          </section>
        </div>
      </ClientMessages>
    </PageBody>
  )
}
