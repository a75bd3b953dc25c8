import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Moment } from '@/components/ui/moment'
import type { StoryHead } from '@/lib/cases/read-story'

/** Shows what of a case is erased, and since when. */
export function ErasedNotice({ head: { documentsErasedAt, detailsErasedAt } }: { head: StoryHead }) {
  const t = useTranslations('cases.erased')
  const at = detailsErasedAt ?? documentsErasedAt
  if (!at) return null
  return (
    <Alert title={t('title')}>
      {t.rich(detailsErasedAt ? 'details' : 'documents', { date: () => <Moment at={at} /> })}
    </Alert>
  )
}
