import { useTranslations } from 'next-intl'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { StatusBadge, type Tone } from './status-badge'

const TONES: Partial<Record<QualificationStatus, Tone>> = {
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
  return <StatusBadge tone={TONES[status] ?? 'neutral'}>{t(status)}</StatusBadge>
}
