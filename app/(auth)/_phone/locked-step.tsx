import { useTranslations } from 'next-intl'
import { PageHeader } from '@/components/layout/page-header'

/** Nobody gets in by a code until identity documents were checked. */
export function LockedStep() {
  const t = useTranslations('auth.locked')
  return <PageHeader title={t('title')} lead={t('lead')} />
}
