import { Plus } from 'lucide-react'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import type { PersonActor } from '@/lib/auth/actor'
import { listAccounts } from '@/lib/members/queries'
import { listQualifications } from '@/lib/qualifications/queries'
import { pageActor } from '@/lib/web/session'
import { ConsentBanner } from '../_components/consent-banner'
import { InvitationsBanner } from '../_components/invitations-banner'
import { PrepareList } from './_components/prepare-list'
import { QualificationCard } from './_components/qualification-card'

export default async function QualificationsPage() {
  const actor = await pageActor('qualification.own')
  const qualifications = await listQualifications(actor)
  const t = await getTranslations('applicant.list')
  const accounts = await accountNames(actor)
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
        <ConsentBanner actor={actor} />
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
      <ConsentBanner actor={actor} />
      <ul className="flex flex-col gap-4">
        {qualifications.map((qualification) => (
          <li key={qualification.id}>
            <QualificationCard qualification={qualification} account={accounts.get(qualification.accountId)} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** What the actor's accounts are called; nothing while there is one. */
async function accountNames(actor: PersonActor): Promise<Map<string, string>> {
  if (actor.accountIds.length < 2) return new Map()
  const t = await getTranslations('applicant.new')
  return new Map(
    (await listAccounts(actor)).map(({ id, isOwn, founder }) => [
      id,
      isOwn ? t('ownAccount') : t('accountOf', { founder: founder ?? '—' }),
    ]),
  )
}
