import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { WaitingChange } from '@/lib/accounts/access-changes/waiting-changes'
import { useChangeWords } from '../../_components/change-words'

/** That a change waits for this person, and where it is decided. */
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
      <p>
        {tChanges.rich(change.becomesFinal ? 'final' : 'until', { time: () => <ViewerTime at={change.expiresAt} /> })}
      </p>
    </Alert>
  )
}
