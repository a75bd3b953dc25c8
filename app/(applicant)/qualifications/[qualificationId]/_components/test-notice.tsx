import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'

/** Says that nothing comes of an application by itself, since its account is a test. */
export function TestNotice() {
  const t = useTranslations('handover.test')
  return (
    <div className="mb-6">
      <Alert tone="info" title={t('name')}>
        {t('text')}
      </Alert>
    </div>
  )
}
