'use client'
import { useTranslations } from 'next-intl'
import { Outcome } from '@/app/_components/outcome'
import { useFormAction } from '@/components/forms/use-form-action'
import { useChangeWords } from '@/components/staff/change-words'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Moment } from '@/components/ui/moment'
import type { WaitingChange } from '@/lib/staff/access-changes/waiting-changes'
import { decideChange } from '../actions'

/** Shows what waits for a second administrator; shows nothing when nothing waits. */
export function WaitingChanges({ changes }: { changes: readonly WaitingChange[] }) {
  const t = useTranslations('admin.changes')
  const [result, action] = useFormAction(decideChange)
  if (changes.length === 0 && !result) return null
  return (
    <Card title={t('title')} className="mb-6">
      <div className="flex flex-col gap-3">
        <Outcome result={result} retry={action} done={(chosen) => t(chosen === 'CONFIRM' ? 'confirmed' : 'refused')} />
        <p className="max-w-measure text-text-muted">{t('lead')}</p>
        <ul className="divide-y empty:hidden">
          {changes.map((change) => (
            <ChangeRow key={change.id} change={change} action={action} />
          ))}
        </ul>
      </div>
    </Card>
  )
}

type RowProps = { change: WaitingChange; action: (form: FormData) => void }

function ChangeRow({ change, action }: RowProps) {
  const t = useTranslations('admin.changes')
  const { what, also } = useChangeWords(change)
  const { requestedBy, createdAt, expiresAt, becomesFinal } = change
  const note = noteOf(change)
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0">
        <p className="font-medium wrap-anywhere">{what}</p>
        {also ? <p>{also}</p> : null}
        <p className="text-text-muted">
          {t.rich('by', { name: requestedBy ?? '—', time: () => <Moment at={createdAt} /> })}
        </p>
        <p className={becomesFinal ? 'max-w-measure font-medium' : 'text-sm text-text-muted compact:text-xs'}>
          {t.rich(becomesFinal ? 'final' : 'until', { time: () => <Moment at={expiresAt} /> })}
        </p>
        {note ? <p className="max-w-measure text-text-muted">{t(note)}</p> : null}
      </div>
      <Decide change={change} action={action} />
    </li>
  )
}

function noteOf({ kind, isOwn, isForSelf, mayDismiss, becomesFinal }: WaitingChange) {
  if (isOwn) return becomesFinal ? 'ownFinal' : 'own'
  if (!isForSelf) return null
  if (kind === 'RESET_FACTORS') return 'selfReset'
  return mayDismiss ? 'self' : 'selfRemoval'
}

function Decide({ change, action }: RowProps) {
  const t = useTranslations('admin.changes')
  const { what } = useChangeWords(change)
  const { id: changeId, requestedBy, isOwn, mayConsent, mayDismiss } = change
  return (
    <div className="flex flex-wrap gap-2">
      {mayConsent ? (
        <ConfirmDialog
          trigger={t('confirm')}
          triggerLabel={t('confirmOf', { what })}
          triggerSize="small"
          title={t('confirmTitle')}
          confirmLabel={t('confirmYes')}
          action={action}
          values={{ changeId, decision: 'CONFIRM' }}
        >
          {t('confirmText', { what, by: requestedBy ?? '—' })}
        </ConfirmDialog>
      ) : null}
      {mayDismiss ? (
        <ConfirmDialog
          trigger={t(isOwn ? 'withdraw' : 'refuse')}
          triggerLabel={t(isOwn ? 'withdrawOf' : 'refuseOf', { what })}
          triggerVariant="danger-quiet"
          triggerSize="small"
          title={t(isOwn ? 'withdrawTitle' : 'refuseTitle')}
          confirmLabel={t(isOwn ? 'withdrawYes' : 'refuseYes')}
          isDangerous
          action={action}
          values={{ changeId, decision: 'REFUSE' }}
        >
          {t('refuseText', { what })}
        </ConfirmDialog>
      ) : null}
    </div>
  )
}
