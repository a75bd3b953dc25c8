import { Plus } from 'lucide-react'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { listQualifications } from '@/lib/qualifications/queries'
import { pageActor } from '@/lib/web/session'
import { InvitationsBanner } from '../_components/invitations-banner'
import { PrepareList } from './_components/prepare-list'
import { QualificationCard } from './_components/qualification-card'

export default async function QualificationsPage() {
  const actor = await pageActor('qualification.own')
  const qualifications = await listQualifications(actor)
  const t = await getTranslations('applicant.list')
  const begin = (
    <Button asChild variant="primary">
      <Link href="/qualifications/new">
        <Plus aria-hidden />
        {t('begin')}
      </Link>
    </Button>
  )
  if (qualifications.length === 0) {
    return (
      <>
        <PageHeader title={t('title')} />
        <InvitationsBanner actor={actor} />
        <EmptyState title={t('empty.title')} action={begin}>
          <p className="text-balance">{t('empty.text')}</p>
        </EmptyState>
        <div className="mt-8">
          <PrepareList />
        </div>
      </>
    )
  }
  return (
    <>
      <PageHeader title={t('title')} actions={begin} />
      <InvitationsBanner actor={actor} />
      <ul className="flex flex-col gap-4">
        {qualifications.map((qualification) => (
          <li key={qualification.id}>
            <QualificationCard qualification={qualification} />
          </li>
        ))}
      </ul>
    </>
  )
}
