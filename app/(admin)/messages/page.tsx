import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { readMessages } from '@/lib/messaging/queries'
import { MessageFilters as Filters } from '@/lib/messaging/schemas'
import { ClientMessages } from '@/lib/web/client-messages'
import { pageActor } from '@/lib/web/session'
import { addressOf } from '../_components/address'
import { HowTheyLeave } from './_components/how-they-leave'
import { MessageFilters } from './_components/message-filters'
import { MessageTable } from './_components/message-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('outbox'))('title') }
}

export default async function MessagesPage({ searchParams }: PageProps<'/messages'>) {
  const actor = await pageActor('messages.read')
  const { after, ...kept } = Filters.parse(await searchParams)
  const [{ messages, older }, t] = await Promise.all([
    readMessages(actor, { ...kept, after }),
    getTranslations('outbox'),
  ])
  const isFiltered = Object.values(kept).some(Boolean)
  return (
    <PageBody>
      <PageHeader title={t('title')} lead={t('lead')} />
      <HowTheyLeave />
      <MessageFilters filters={kept} />
      {messages.length > 0 ? (
        <ClientMessages namespaces={['outbox']}>
          <MessageTable messages={messages} />
        </ClientMessages>
      ) : (
        <EmptyState
          title={t(isFiltered ? 'empty.filtered' : 'empty.title')}
          action={
            isFiltered ? (
              <Button asChild>
                <Link href="/messages">{t('empty.all')}</Link>
              </Button>
            ) : null
          }
        >
          {isFiltered ? null : t('empty.text')}
        </EmptyState>
      )}
      <Pagination
        link={Link}
        newerHref={after ? addressOf('/messages', kept) : undefined}
        olderHref={older ? addressOf('/messages', { ...kept, after: older }) : undefined}
      />
    </PageBody>
  )
}
