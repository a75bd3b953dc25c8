'use client'
import { Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import type { HoldLine, HoldsView } from '@/lib/privacy/holds/read-holds'
import { liftHold } from '../actions'
import { PlaceHold } from './place-hold'

/** Shows what prevents the erasure of a case, and when the case is due without it. */
export function LegalHolds({ qualificationId, view }: { qualificationId: string; view: HoldsView }) {
  const t = useTranslations('retention.holds')
  const [result, lift] = useFormAction(liftHold)
  const { holds, isErased, mayLift, mayPlace } = view
  const isHeld = holds.some(({ liftedAt }) => liftedAt === null)
  const lead = t(isHeld ? 'lead' : isErased ? 'nothingLeft' : 'none')
  return (
    <Card
      title={t('title')}
      aside={
        isHeld ? (
          <StatusBadge tone="warning" icon={Lock}>
            {t('live')}
          </StatusBadge>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-3">
        <p className="max-w-measure text-text-muted">
          {t.rich('withDue', { lead, due: () => <DueWords due={view.due} /> })}
        </p>
        <Refusal result={result} retry={lift} />
        {holds.length > 0 ? (
          <ul className="divide-y border-y">
            {holds.map((hold) => (
              <li key={hold.id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-2.5">
                <Hold hold={hold} />
                {mayLift && hold.liftedAt === null ? <Lift hold={hold} action={lift} /> : null}
              </li>
            ))}
          </ul>
        ) : null}
        {mayPlace.length > 0 ? (
          <PlaceHold key={mayPlace.join()} qualificationId={qualificationId} covers={mayPlace} />
        ) : null}
      </div>
    </Card>
  )
}

function DueWords({ due }: { due: HoldsView['due'] }) {
  const t = useTranslations('retention.holds')
  if (!due || (!due.documents && !due.details)) return null
  const word = (at: Date | null) => () => (at ? <Moment at={at} /> : t('gone'))
  return t.rich('due', { documents: word(due.documents), details: word(due.details) })
}

function Hold({ hold }: { hold: HoldLine }) {
  const t = useTranslations('retention.holds')
  const { covers, reason, note, placedAt, placedBy, liftedAt, liftedBy } = hold
  const placed = (name: string | null, at: Date) => ({ name: name ?? t('someone'), time: () => <Moment at={at} /> })
  return (
    <div className={`min-w-0 flex-1 basis-72 ${liftedAt ? 'text-text-muted' : ''}`}>
      <p className="font-medium">
        {t(`coversOf.${covers}`)} · {t(`reasons.${reason}`)}
        {liftedAt ? ` · ${t('lifted')}` : ''}
      </p>
      {note ? <p className="max-w-measure whitespace-pre-line">{note}</p> : null}
      <p className="text-xs text-text-muted">{t.rich('placedBy', placed(placedBy, placedAt))}</p>
      {liftedAt ? <p className="text-xs text-text-muted">{t.rich('liftedBy', placed(liftedBy, liftedAt))}</p> : null}
    </div>
  )
}

function Lift({ hold: { id, covers, reason }, action }: { hold: HoldLine; action: (form: FormData) => void }) {
  const t = useTranslations('retention.holds')
  const names = { covers: t(`coversOf.${covers}`), reason: t(`reasons.${reason}`) }
  return (
    <ConfirmDialog
      trigger={t('lift')}
      triggerLabel={t('liftOf', names)}
      triggerSize="small"
      title={t('liftTitle')}
      confirmLabel={t('liftConfirm')}
      action={action}
      values={{ holdId: id }}
    >
      <p className="mb-2 text-text">
        {names.covers} · {names.reason}
      </p>
      {t('liftText')}
    </ConfirmDialog>
  )
}
