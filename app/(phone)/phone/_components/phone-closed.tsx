import { useTranslations } from 'next-intl'
import { PageHeader } from '@/components/layout/page-header'
import type { PhoneSessionEnd } from '@/lib/db/generated/enums'

/** Says why this browser can't upload, and what to do. */
export function PhoneClosed({ because }: { because: PhoneSessionEnd | 'NONE' | 'INVALID' | 'USED' }) {
  const t = useTranslations('phone.closed')
  return <PageHeader title={t(`${because}.title`)} lead={t(`${because}.text`)} />
}
