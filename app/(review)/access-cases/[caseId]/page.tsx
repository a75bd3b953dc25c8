import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import { readCase } from '@/lib/identity/read-cases'
import { pageActor } from '@/lib/web/session'
import { DecideCase } from './decide-case'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('review.accessCases'))('title') }
}

/** The pictures beside what the account declares. */
export default async function AccessCasePage({ params }: PageProps<'/access-cases/[caseId]'>) {
  const actor = await pageActor('review.decide')
  const [found, t] = await Promise.all([readCase(actor, (await params).caseId), getTranslations('review.accessCases')])
  if (!found) notFound()
  const { id, reference, kind, state, reason, phone, hasAccount, sides, people } = found
  return (
    <PageBody>
      <PageHeader
        title={t('case', { reference })}
        above={<Breadcrumbs link={Link} items={[{ label: t('title'), href: '/access-cases' }, { label: reference }]} />}
      />
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title={t('pictures')}>
          {state !== 'HANDED_IN' ? <p>{t('noLonger')}</p> : null}
          {state === 'HANDED_IN' && sides.length === 0 ? <p>{t('noPictures')}</p> : null}
          <div className="flex flex-col gap-4">
            {state === 'HANDED_IN'
              ? sides.map((side) => (
                  // biome-ignore lint/performance/noImgElement: a document never goes through the optimiser
                  <img
                    key={side}
                    src={`/api/access-cases/${id}/${side.toLowerCase()}`}
                    alt={t(`sides.${side}`)}
                    className="w-full rounded-md border"
                  />
                ))
              : null}
          </div>
        </Card>
        <div className="flex flex-col gap-4">
          <Card title={t('asked')}>
            <DescriptionList
              items={[
                { term: t('kind'), value: t(`kinds.${kind}`) },
                { term: t('phone'), value: phone },
                { term: t('grantMeans'), value: t(`means.${kind}`) },
              ]}
            />
          </Card>
          {state === 'HANDED_IN' ? (
            <Card title={t('declared')}>
              {people.length > 0 ? (
                <DescriptionList
                  items={people.map(({ subject, name, idNumber }) => ({
                    term: t(`subjects.${subject}`),
                    value: `${name}\n${idNumber}`,
                  }))}
                />
              ) : (
                <p>{t(hasAccount ? 'nothingDeclared' : 'noAccount')}</p>
              )}
            </Card>
          ) : null}
          {state === 'HANDED_IN' ? (
            <Card title={t('decide')}>
              <DecideCase caseId={id} mayGrant={hasAccount} />
            </Card>
          ) : (
            <Alert tone={state === 'GRANTED' ? 'success' : 'danger'} title={t(`states.${state}`)}>
              {reason ? t(`reasons.${reason}`) : null}
            </Alert>
          )}
        </div>
      </div>
    </PageBody>
  )
}
