import { useTranslations } from 'next-intl'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { StatusBadge, type Tone } from './status-badge'

/** What a state's badge looks like; neutral where nothing is said. */
export const STATUS_TONES: Partial<Record<QualificationStatus, Tone>> = {
  SUBMITTED: 'warning',
  IN_REVIEW: 'info',
  CHANGES_REQUESTED: 'warning',
  APPROVED: 'success',
  SUSPENDED: 'warning',
  REVOKED: 'danger',
  REJECTED: 'danger',
}

export function Status({ status }: { status: QualificationStatus }) {
  const t = useTranslations('common.status')
  return <StatusBadge tone={STATUS_TONES[status] ?? 'neutral'}>{t(status)}</StatusBadge>
}
