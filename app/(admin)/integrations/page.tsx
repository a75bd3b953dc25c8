import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { listApiKeys } from '@/lib/integrations/queries'
import { listReturnAddresses } from '@/lib/integrations/return-addresses/allowed-addresses'
import { readKeyUses } from '@/lib/integrations/uses/read-uses'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { CreateForm } from './_components/create-form'
import { KeyTable } from './_components/key-table'
import { KeyUses } from './_components/key-uses'
import { ReturnAddresses } from './_components/return-addresses'
import { Sections } from './_components/sections'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('integrations'))('title') }
}

export default async function IntegrationsPage() {
  const actor = await pageActor('integrations.manage')
  const [keys, uses, addresses, t] = await Promise.all([
    listApiKeys(actor),
    readKeyUses(actor),
    listReturnAddresses(actor),
    getTranslations('integrations'),
  ])
  return (
    <ClientMessages namespaces={['integrations']}>
      <PageBody>
        <PageHeader
          title={t('title')}
          lead={
            <>
              {t('lead')}{' '}
              <Link href="/api-reference" className="link whitespace-nowrap">
                {t('reference')}
              </Link>
            </>
          }
        />
        <Sections current="keys" />
        <div className="flex flex-col gap-8">
          <KeyTable keys={keys} />
          <KeyUses uses={uses} />
          <CreateForm />
          <ReturnAddresses addresses={addresses} />
        </div>
      </PageBody>
    </ClientMessages>
  )
}
