import { Ban } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/ui/status-badge'
import type { PersonStatus as Status } from '@/lib/db/generated/enums'

export function PersonStatus({ status }: { status: Status }) {
  const t = useTranslations('admin.status')
  const look = status === 'ACTIVE' ? { tone: 'success' as const } : { tone: 'neutral' as const, icon: Ban }
  return <StatusBadge {...look}>{t(status)}</StatusBadge>
}
