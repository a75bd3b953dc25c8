import { useTranslations } from 'next-intl'
import { PageHeader } from '@/components/layout/page-header'

/** Says why a hand-over can't be used, and what to do. */
export function Ended({ because }: { because: 'USED' | 'ENDED' | 'INVALID' | 'NONE' }) {
  const t = useTranslations('handover.ended')
  return <PageHeader title={t('title')} lead={t(because)} />
}
