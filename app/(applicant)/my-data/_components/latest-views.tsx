import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import type { OwnView } from '@/lib/privacy/read-own-views'
import { ViewList } from './view-list'

/** The newest of who saw something, and the way to the rest. */
export function LatestViews({ views }: { views: readonly OwnView[] }) {
  const t = useTranslations('myData.views')
  return (
    <section aria-labelledby="views">
      <h2 id="views" className="text-lg">
        {t('title')}
      </h2>
      <p className="mt-1 mb-4 max-w-measure text-sm text-text-muted">{t('lead')}</p>
      {views.length === 0 ? (
        <EmptyState title={t('empty')} />
      ) : (
        <>
          <ViewList views={views} />
          <Link href="/my-data/views" className="link mt-1 inline-flex min-h-11 items-center">
            {t('all')}
          </Link>
        </>
      )}
    </section>
  )
}
