import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { listEndpoints } from '@/lib/integrations/webhooks/queries'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { Sections } from '../_components/sections'
import { CreateEndpointForm } from './_components/create-endpoint-form'
import { EndpointTable } from './_components/endpoint-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('title') }
}

export default async function WebhooksPage() {
  const actor = await pageActor('integrations.manage')
  const [endpoints, t] = await Promise.all([listEndpoints(actor), getTranslations('webhooks')])
  return (
    <PageBody>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Sections current="webhooks" />
      <div className="flex flex-col gap-8">
        <EndpointTable endpoints={endpoints} />
        <ClientMessages namespaces={['webhooks']}>
          <CreateEndpointForm />
        </ClientMessages>
      </div>
    </PageBody>
  )
}
