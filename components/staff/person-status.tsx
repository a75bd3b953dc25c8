import { Ban, Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/ui/status-badge'
import type { PersonStatus as Status } from '@/lib/db/generated/enums'

const LOOKS = {
  ACTIVE: { tone: 'success' },
  BLOCKED: { tone: 'danger', icon: Lock },
  DISABLED: { tone: 'neutral', icon: Ban },
} as const

export function PersonStatus({ status }: { status: Status }) {
  const t = useTranslations('admin.status')
  return <StatusBadge {...LOOKS[status]}>{t(status)}</StatusBadge>
}
