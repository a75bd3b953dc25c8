import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Moment } from '@/components/ui/moment'
import type { OwnView } from '@/lib/privacy/own-data/read-own-views'
import { documentName } from '@/lib/rulebook/part-names'

/** Lists who saw what, newest first: lines that wrap on a phone, as a table would not. */
export function ViewList({ views }: { views: readonly OwnView[] }) {
  const t = useTranslations('myData.views')
  return (
    <ul className="divide-y rounded-md border bg-surface">
      {views.map((view) => (
        <li key={view.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-5 py-3">
          <span className="w-44 shrink-0 text-sm text-text-muted">
            <Moment at={view.at} />
          </span>
          <span className="min-w-0 flex-1 basis-64">
            <What view={view} />
            <span className="block text-sm text-text-muted">
              {t(`roles.${view.role}`)}{' '}
              <Link href={`/qualifications/${view.qualificationId}`} className="link numeric whitespace-nowrap">
                {view.reference}
              </Link>
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function What({ view: { act, kind, page, isThumbnail, reason } }: { view: OwnView }) {
  const t = useTranslations('myData.views')
  const say = useTranslations()
  const reasons = useTranslations('cases.exporting.reasons')
  const values = { kind: kind ? documentName(say, kind) : '', page: page ?? 1 }
  return (
    <span className="block">
      {t(`acts.${isThumbnail ? 'THUMBNAIL' : act}`, values)}
      {reason && reasons.has(reason) ? (
        <span className="block text-sm">{t('reason', { reason: reasons(reason) })}</span>
      ) : null}
    </span>
  )
}
