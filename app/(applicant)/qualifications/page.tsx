import { Plus } from 'lucide-react'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { ConsentBanner } from '@/components/privacy/consent-banner'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { listAccounts } from '@/lib/accounts/members/queries'
import type { PersonActor } from '@/lib/actor/actor'
import { listQualifications } from '@/lib/qualifications/queries'
import { pageActor } from '@/lib/web/session'
import { InvitationsBanner } from '../_components/invitations-banner'
import { PrepareList } from './_components/prepare-list'
import { QualificationCard } from './_components/qualification-card'

export default async function QualificationsPage() {
  const actor = await pageActor('qualification.own')
  const qualifications = await listQualifications(actor)
  const t = await getTranslations('applicant.list')
  const accounts = await accountNames(actor)
  const startLink = (
    <Button asChild variant="primary">
      <Link href="/qualifications/new">
        <Plus aria-hidden />
        {t('start')}
      </Link>
    </Button>
  )
  if (qualifications.length === 0) {
    return (
      <>
        <PageHeader title={t('title')} />
        <InvitationsBanner actor={actor} />
        <ConsentBanner actor={actor} />
        <EmptyState title={t('empty.title')} action={startLink}>
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
      <PageHeader title={t('title')} actions={startLink} />
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

/** Returns the names of the actor's accounts; none while there is only one. */
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
