import { useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/ui/status-badge'
import type { RuleVersionHead } from '@/lib/rulebook/editing/queries'

export function VersionStatus({ head: { status, isCurrent } }: { head: RuleVersionHead }) {
  const t = useTranslations('rules.status')
  if (isCurrent) return <StatusBadge tone="success">{t('CURRENT')}</StatusBadge>
  return <StatusBadge tone={status === 'DRAFT' ? 'warning' : 'neutral'}>{t(status)}</StatusBadge>
}
