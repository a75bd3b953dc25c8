import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SetUp } from '@/app/_components/confirm/set-up'
import { readTotpOffer } from '@/app/_components/confirm/totp-offer'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { isConfirmed } from '@/lib/sign-in/factors/staff-session'
import { pageColleague } from '@/lib/web/session'

export async function generateMetadata() {
  return { title: (await getTranslations('factors.security'))('addTitle') }
}

/** Shows how to add one more factor. Its secret is shown to nobody who has not just confirmed who they are. */
export default async function AddFactorPage() {
  const actor = await pageColleague()
  if (!(await isConfirmed(actor))) redirect('/security/confirm?next=/security/add')
  const t = await getTranslations('factors.security')
  return (
    <PageBody width="form">
      <PageHeader
        title={t('addTitle')}
        lead={t('addLead')}
        above={<Breadcrumbs link={Link} items={[{ label: t('title'), href: '/security' }, { label: t('addTitle') }]} />}
      />
      <SetUp offer={await readTotpOffer(actor)} next="/security" />
    </PageBody>
  )
}
