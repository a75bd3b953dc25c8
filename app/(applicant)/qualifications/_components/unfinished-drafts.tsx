import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { QualificationCard } from '@/lib/qualifications/queries'

/** Shows applications that were started and not submitted: nobody starts a second one without noticing the first. */
export function UnfinishedDrafts({ drafts, className }: { drafts: readonly QualificationCard[]; className?: string }) {
  const t = useTranslations()
  if (drafts.length === 0) return null
  return (
    <Alert title={t('applicant.new.drafts.title', { count: drafts.length })} {...(className ? { className } : {})}>
      <p>{t('applicant.new.drafts.text')}</p>
      <ul>
        {drafts.map(({ id, reference, kind, name }) => (
          <li key={id}>
            <Link href={`/qualifications/${id}`} className="link wrap-anywhere inline-block py-2.5">
              <span className="numeric">{reference}</span> {t(`rulebook.kinds.${kind}.name`)}{' '}
              {name ? <bdi>{name}</bdi> : null}
            </Link>
          </li>
        ))}
      </ul>
    </Alert>
  )
}
