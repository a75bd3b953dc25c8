import { useTranslations } from 'next-intl'
import { PageHeader } from '@/components/layout/page-header'
import type { PhoneSessionEnd } from '@/lib/db/generated/enums'

/** Says why a link to a letter can't be used, and what to do. */
export function ForwardedClosed({ because }: { because: PhoneSessionEnd | 'NONE' | 'INVALID' }) {
  const t = useTranslations('forwarded.closed')
  return <PageHeader title={t(`${because}.title`)} lead={t(`${because}.text`)} />
}
