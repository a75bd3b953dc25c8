import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'

type Props = {
  qualificationId: string
  /** The number of revisions that were submitted. */
  count: number
  isErased?: boolean
}

/** Links to what was submitted, newest first; shows nothing before the first submission. */
export function SubmittedLinks({ qualificationId, count, isErased = false }: Props) {
  const t = useTranslations('submitted.links')
  if (count === 0) return null
  const revisions = Array.from({ length: count }, (_, index) => count - index)
  return (
    <Card title={t('title')}>
      <p className="max-w-measure text-text-muted">{t(isErased ? 'textErased' : 'text')}</p>
      <ul className="mt-2 flex flex-wrap gap-x-5">
        {revisions.map((revision) => (
          <li key={revision}>
            <Link
              href={`/qualifications/${qualificationId}/submitted/${revision}`}
              className="link inline-flex min-h-11 items-center"
            >
              {t('revision', { revision })}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
