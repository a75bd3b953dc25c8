import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useChangeWords } from '@/components/staff/change-words'
import { Alert } from '@/components/ui/alert'
import { Moment } from '@/components/ui/moment'
import type { WaitingChange } from '@/lib/staff/access-changes/waiting-changes'

/** Says that a change waits for this person, and where it is decided. */
export function ChangeNotice({ change }: { change: WaitingChange }) {
  const t = useTranslations('admin.person')
  const tChanges = useTranslations('admin.changes')
  const { what } = useChangeWords(change)
  return (
    <Alert
      tone="warning"
      title={t('waitsTitle')}
      action={
        <Link href="/people" prefetch={false} className="link inline-block py-1">
          {t('waitsLink')}
        </Link>
      }
    >
      <p>{what}</p>
      <p>{tChanges.rich(change.becomesFinal ? 'final' : 'until', { time: () => <Moment at={change.expiresAt} /> })}</p>
    </Alert>
  )
}
