import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { addressOf } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { readMessages } from '@/lib/notifications/outbox/queries'
import { MessageFilters as Filters } from '@/lib/notifications/outbox/schemas'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { DeliveryStatus } from './_components/delivery-status'
import { MessageFilters } from './_components/message-filters'
import { MessageTable } from './_components/message-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('outbox'))('title') }
}

export default async function MessagesPage({ searchParams }: PageProps<'/messages'>) {
  const actor = await pageActor('messages.read')
  const { after, ...others } = Filters.parse(await searchParams)
  const [{ messages, older }, t, words] = await Promise.all([
    readMessages(actor, { ...others, after }),
    getTranslations('outbox'),
    getTranslations('messages'),
  ])
  const named = messages.map((message) => {
    return { ...message, name: message.template ? words(`${message.template}.name`) : t('other') }
  })
  const isFiltered = Object.values(others).some(Boolean)
  return (
    <PageBody>
      <PageHeader title={t('title')} lead={t('lead')} />
      <DeliveryStatus />
      <MessageFilters filters={others} />
      {messages.length > 0 ? (
        <ClientMessages namespaces={['outbox']}>
          <MessageTable messages={named} />
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
        newerHref={after ? addressOf('/messages', others) : undefined}
        olderHref={older ? addressOf('/messages', { ...others, after: older }) : undefined}
      />
    </PageBody>
  )
}
