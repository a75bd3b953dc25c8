import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { StoryHead } from '@/lib/review/read-story'

/** What of a case is gone, and since when. */
export function ErasedNotice({ head: { documentsErasedAt, detailsErasedAt } }: { head: StoryHead }) {
  const t = useTranslations('cases.erased')
  const at = detailsErasedAt ?? documentsErasedAt
  if (!at) return null
  return (
    <Alert title={t('title')}>
      {t.rich(detailsErasedAt ? 'details' : 'documents', { date: () => <ViewerTime at={at} /> })}
    </Alert>
  )
}
