import { useTranslations } from 'next-intl'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { StatusBadge, type Tone } from './status-badge'

/** Gives the tone of a state's badge; a state without one is neutral. */
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
