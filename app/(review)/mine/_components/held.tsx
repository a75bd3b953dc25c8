import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Moment } from '@/components/ui/moment'
import type { MyClaim } from '@/lib/review/queue/read-mine'

/** Lists the reader's own claims, and how long each lasts. */
export function Held({ claims }: { claims: readonly MyClaim[] }) {
  const t = useTranslations('review')
  return (
    <ul className="divide-y">
      {claims.map(({ id, reference, kind, revision, leaseEndsAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
          <Link href={`/queue/${id}`} className="link numeric -my-2 py-2 font-medium">
            {reference}
          </Link>
          <span className="text-text-muted">
            {t(`queue.kinds.${kind}`)} · {t('case.revision', { revision })}
          </span>
          <span className="text-text-muted">
            {t.rich('mine.held.until', { time: () => <Moment at={leaseEndsAt} /> })}
          </span>
        </li>
      ))}
    </ul>
  )
}
