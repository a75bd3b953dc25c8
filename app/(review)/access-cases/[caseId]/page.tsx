import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ConfirmProvider } from '@/app/_components/confirm/confirm-provider'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { TabTitle } from '@/components/layout/tab-title'
import { Alert } from '@/components/ui/alert'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import { readCase } from '@/lib/sign-in/recovery/read-case'
import { pageActor } from '@/lib/web/session'
import { CaseNumbers } from './case-numbers'
import { CasePicture } from './case-picture'
import { DecideCase } from './decide-case'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('review.accessCases'))('title') }
}

/** Shows the pictures next to what the account declares. */
export default async function AccessCasePage({ params }: PageProps<'/access-cases/[caseId]'>) {
  const actor = await pageActor('review.decide')
  const [found, t] = await Promise.all([readCase(actor, (await params).caseId), getTranslations('review.accessCases')])
  if (!found) notFound()
  const { id, reference, kind, state, reason, phone, hasAccount, pictures, people } = found
  return (
    <ConfirmProvider>
      <PageBody>
        <TabTitle reference={reference} />
        <PageHeader
          title={t('case', { reference })}
          above={
            <Breadcrumbs link={Link} items={[{ label: t('title'), href: '/access-cases' }, { label: reference }]} />
          }
        />
        <div className="grid gap-4 lg:grid-cols-2">
          <Card title={t('pictures')}>
            {state !== 'HANDED_IN' ? <p>{t('noLonger')}</p> : null}
            {state === 'HANDED_IN' && pictures.length === 0 ? <p>{t('noPictures')}</p> : null}
            {state === 'HANDED_IN' && pictures.length > 0 ? (
              <div className="flex flex-col gap-6">
                <p className="text-xs text-text-muted">{t('viewHint')}</p>
                {pictures.map(({ side, isViewed }) => (
                  <CasePicture key={side} caseId={id} side={side} isViewed={isViewed} />
                ))}
              </div>
            ) : null}
          </Card>
          <div className="flex flex-col gap-4">
            <Card title={t('request')}>
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
                  <CaseNumbers caseId={id} people={people} />
                ) : (
                  <p>{t(hasAccount ? 'nothingDeclared' : 'noAccount')}</p>
                )}
              </Card>
            ) : null}
            {state === 'HANDED_IN' ? (
              <Card title={t('decide')}>
                <DecideCase
                  caseId={id}
                  hasPictures={pictures.length > 0}
                  notViewed={pictures.flatMap(({ side, isViewed }) => (isViewed ? [] : [side]))}
                />
              </Card>
            ) : (
              <Alert tone={state === 'GRANTED' ? 'success' : 'danger'} title={t(`states.${state}`)}>
                {reason ? t(`reasons.${reason}`) : null}
              </Alert>
            )}
          </div>
        </div>
      </PageBody>
    </ConfirmProvider>
  )
}
