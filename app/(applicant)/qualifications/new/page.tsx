import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Card } from '@/components/ui/card'
import { currentRulebook } from '@/lib/rulebook/registry'
import { pageActor } from '@/lib/web/session'
import { BackLink } from '../_components/back-link'
import { PrepareList } from '../_components/prepare-list'
import { BeginForm } from './_components/begin-form'

export default async function NewQualificationPage() {
  await pageActor('qualification.own')
  const t = await getTranslations('applicant.new')
  const { adultAge: age } = (await currentRulebook()).terms
  return (
    <>
      <PageHeader above={<BackLink href="/qualifications">{t('back')}</BackLink>} title={t('title')} lead={t('lead')} />
      <Card title={t('conditions.title')}>
        <ul className="flex list-disc flex-col gap-1.5 pl-5 marker:text-action">
          <li>{t('conditions.age', { age })}</li>
          <li>{t('conditions.phone')}</li>
          <li>{t('conditions.id')}</li>
          <li>{t('conditions.self')}</li>
        </ul>
        <div className="mt-5 border-t pt-5">
          <BeginForm />
        </div>
      </Card>
      <div className="mt-8">
        <PrepareList />
      </div>
    </>
  )
}
