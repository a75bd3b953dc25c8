import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ViewList } from '@/components/privacy/view-list'
import { EmptyState } from '@/components/ui/empty-state'
import type { OwnView } from '@/lib/privacy/own-data/read-own-views'

/** Lists the newest views by staff, and links to the rest. */
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
