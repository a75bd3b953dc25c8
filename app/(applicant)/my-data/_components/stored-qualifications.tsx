import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Certificates } from '@/components/privacy/certificates'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { type DescriptionItem, DescriptionList } from '@/components/ui/description-list'
import { EmptyState } from '@/components/ui/empty-state'
import { Moment } from '@/components/ui/moment'
import { Status } from '@/components/ui/status'
import type { StoredQualification } from '@/lib/privacy/own-data/read-own-data'
import { documentName } from '@/lib/rulebook/part-names'
import { DayOf } from './day-of'

/** Lists each qualification of the applicant's accounts: what is stored of it, until when, and what was erased. */
export function StoredQualifications({ qualifications }: { qualifications: readonly StoredQualification[] }) {
  const t = useTranslations('myData.qualifications')
  return (
    <section aria-labelledby="stored">
      <h2 id="stored" className="text-lg">
        {t('title')}
      </h2>
      <p className="mt-1 mb-4 max-w-measure text-sm text-text-muted">{t('why')}</p>
      {qualifications.length === 0 ? <EmptyState title={t('empty')} /> : null}
      <div className="flex flex-col gap-4">
        {qualifications.map((qualification) => (
          <StoredOne key={qualification.id} qualification={qualification} />
        ))}
      </div>
    </section>
  )
}

function StoredOne({ qualification }: { qualification: StoredQualification }) {
  const t = useTranslations('myData.qualifications')
  const { id, accountId, reference, status, hasRequest, detailsErasedAt } = qualification
  const erasePage = `/my-data/erase?account=${accountId}&qualification=${id}`
  return (
    <Card
      headingLevel={3}
      title={
        <Link href={`/qualifications/${id}`} className="link numeric inline-flex min-h-11 items-center">
          {reference}
        </Link>
      }
      aside={<Status status={status} />}
    >
      <DescriptionList items={useItems(qualification)} />
      {hasRequest ? <p className="mt-2 text-text-muted">{t('requested')}</p> : null}
      {detailsErasedAt || hasRequest ? null : (
        <div className="mt-3">
          <Button asChild size="small" variant="danger-quiet">
            <Link href={erasePage} aria-label={t('requestErasureOf', { reference })}>
              {t('requestErasure')}
            </Link>
          </Button>
        </div>
      )}
    </Card>
  )
}

function useItems(qualification: StoredQualification): DescriptionItem[] {
  const t = useTranslations('myData.qualifications')
  const say = useTranslations()
  const { documents, namedBy, details, until, isHeld, documentsErasedAt, detailsErasedAt, erasures } = qualification
  const files = documents.map(({ kind, files: count }) => t('file', { kind: documentName(say, kind, namedBy), count }))
  const gone = [
    documentsErasedAt ? t.rich('documentsErased', { date: () => <Moment at={documentsErasedAt} /> }) : null,
    detailsErasedAt ? t.rich('detailsErased', { date: () => <Moment at={detailsErasedAt} /> }) : null,
  ].filter((line) => line !== null)
  return [
    ...(documentsErasedAt && files.length === 0
      ? []
      : [{ term: t('documents'), value: files.length > 0 ? files.join('\n') : t('documentsNone') }]),
    ...(details ? [{ term: t('details'), value: <Details {...details} /> }] : []),
    ...(detailsErasedAt ? [] : [{ term: t('until'), value: <Until until={until} isHeld={isHeld} /> }]),
    ...(gone.length > 0
      ? [
          {
            term: t('erased'),
            value: (
              <>
                {gone.map((line, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two lines that never reorder
                  <p key={index}>{line}</p>
                ))}
                <Certificates erasures={erasures} />
              </>
            ),
          },
        ]
      : []),
  ]
}

function Details({ revisions, shown, late, ...counts }: NonNullable<StoredQualification['details']>) {
  const t = useTranslations('myData.qualifications')
  return (
    <>
      <p>{t('detailsText', counts)}</p>
      {shown > 0 ? <p className="text-sm text-text-muted">{t('shown', { count: shown })}</p> : null}
      {late > 0 ? <p className="text-sm text-text-muted">{t('late', { count: late })}</p> : null}
      {revisions > 1 ? <p className="text-sm text-text-muted">{t('revisions', { count: revisions })}</p> : null}
    </>
  )
}

function Until({ until, isHeld }: Pick<StoredQualification, 'until' | 'isHeld'>) {
  const t = useTranslations('myData.qualifications')
  if (!until) return <p>{t('ongoing')}</p>
  const { documents, details } = until
  const isSame = documents.getTime() === details.getTime()
  return (
    <>
      <p>
        {isSame
          ? t.rich('untilOn', { date: () => <DayOf at={documents} /> })
          : t.rich('untilText', { documents: () => <DayOf at={documents} />, details: () => <DayOf at={details} /> })}
      </p>
      {isHeld ? <p className="font-medium">{t('held')}</p> : null}
    </>
  )
}
