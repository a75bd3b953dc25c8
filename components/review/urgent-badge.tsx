import { ArrowUpToLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/ui/status-badge'

/** Marks urgent cases, and the act that makes a case urgent. */
export const UrgentSign = ArrowUpToLine

/** Says that a case comes before the others. */
export function UrgentBadge() {
  const t = useTranslations('review.queue')
  return (
    <StatusBadge tone="danger" icon={UrgentSign}>
      {t('urgent')}
    </StatusBadge>
  )
}
