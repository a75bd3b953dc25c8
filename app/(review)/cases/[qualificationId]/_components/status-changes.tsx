import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import type { StatusChange } from '@/lib/cases/read-story'

/** Lists the status changes other than submissions and decisions, newest first. */
export function StatusChanges({ changes }: { changes: readonly StatusChange[] }) {
  const t = useTranslations('cases.statusChanges')
  const reasons = useTranslations('standing.reasons')
  if (changes.length === 0) return null
  return (
    <Card title={t('title')}>
      <ol className="divide-y">
        {changes.map(({ id, kind, reason, note, by, at }) => (
          <li key={id} className="grid gap-x-6 py-2 first:pt-0 last:pb-0 sm:grid-cols-[10rem_minmax(0,1fr)]">
            <p className="text-text-muted">
              <Moment at={at} />
            </p>
            <div>
              <p>
                <span className="font-medium">{t(`kinds.${kind}`)}</span>
                {reason && reasons.has(`${reason}.name`) ? ` · ${reasons(`${reason}.name`)}` : null}
                {by ? <span className="text-text-muted">{` · ${by}`}</span> : null}
              </p>
              {note ? <p className="max-w-measure whitespace-pre-line">{note}</p> : null}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  )
}
