import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { StoryTurn } from '@/lib/review/read-story'

/** What befell it besides being handed in and decided, newest first. */
export function Turns({ turns }: { turns: readonly StoryTurn[] }) {
  const t = useTranslations('cases.turns')
  const reasons = useTranslations('standing.reasons')
  if (turns.length === 0) return null
  return (
    <Card title={t('title')}>
      <ol className="divide-y">
        {turns.map(({ id, kind, reason, note, by, at }) => (
          <li key={id} className="grid gap-x-6 py-2 first:pt-0 last:pb-0 sm:grid-cols-[10rem_minmax(0,1fr)]">
            <p className="text-text-muted">
              <ViewerTime at={at} />
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
