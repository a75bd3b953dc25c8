import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import { Details } from './details'
import type { Subject } from './watched-subjects'

/** Shows what needs attention: what it means, since when, and what to do. */
export function Attention({ subjects }: { subjects: readonly Subject[] }) {
  const t = useTranslations('operations.attention')
  const current = subjects.filter(({ state }) => state === 'HOLDS')
  if (current.length === 0) return null
  return (
    <section aria-labelledby="attention" className="rounded-md border bg-surface">
      <h2 id="attention" className="px-5 pt-4 pb-1 text-lg compact:px-4 compact:pt-3 compact:text-base">
        {t('title')}
      </h2>
      <ul className="divide-y">
        {current.map((subject) => (
          <li key={subject.words} className="flex gap-3 px-5 py-3 compact:px-4">
            <TriangleAlert aria-hidden className="mt-[0.2em] size-[1.2em] shrink-0 text-warning" />
            <Item subject={subject} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Item({ subject: { words, since, isIncident, details } }: { subject: Subject }) {
  const t = useTranslations('operations.attention')
  const say = useTranslations()
  return (
    <div className="min-w-0 flex-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-semibold">{say(`${words}.title`)}</h3>
        {isIncident ? <StatusBadge tone="danger">{t('incident')}</StatusBadge> : null}
        {since ? (
          <span className="text-text-muted">{t.rich('since', { time: () => <Moment at={since} /> })}</span>
        ) : null}
      </div>
      <p className="mt-1 max-w-measure">{say(`${words}.text`)}</p>
      <p className="mt-1 max-w-measure">
        {t.rich('todo', {
          todo: say(`${words}.todo`),
          name: (name) => <span className="font-medium">{name}</span>,
        })}
      </p>
      <Details details={details} />
    </div>
  )
}
