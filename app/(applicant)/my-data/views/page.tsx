import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { ViewList } from '@/components/privacy/view-list'
import { BackLink } from '@/components/qualifications/back-link'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { readOwnViews } from '@/lib/privacy/own-data/read-own-views'
import { pageActor } from '@/lib/web/session'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('myData.views'))('title') }
}

type Props = { searchParams: Promise<{ after?: string | string[] }> }

/** Lists each time that staff saw something of the applicant's own, newest first. */
export default async function ViewsPage({ searchParams }: Props) {
  const actor = await pageActor('account.manage')
  const { after } = await searchParams
  const cursor = typeof after === 'string' ? after : undefined
  const [{ views, next }, t] = await Promise.all([readOwnViews(actor, cursor), getTranslations('myData.views')])
  return (
    <>
      <PageHeader above={<BackLink href="/my-data">{t('back')}</BackLink>} title={t('title')} lead={t('lead')} />
      {views.length === 0 ? <EmptyState title={t('empty')} /> : <ViewList views={views} />}
      <Pagination
        link={Link}
        newerHref={cursor ? '/my-data/views' : undefined}
        olderHref={next ? `/my-data/views?after=${next}` : undefined}
      />
    </>
  )
}
