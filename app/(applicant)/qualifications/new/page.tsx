import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { listAccounts } from '@/lib/members/queries'
import { currentRulebook } from '@/lib/rulebook/registry'
import { pageActor } from '@/lib/web/session'
import { ConsentBanner } from '../../_components/consent-banner'
import { BackLink } from '../_components/back-link'
import { BeginForm } from './_components/begin-form'
import { isOutside } from './_components/who'

type Props = { searchParams: Promise<{ who?: string | string[] }> }

export async function generateMetadata() {
  return { title: (await getTranslations('applicant.new'))('title') }
}

/** Who applies, and for which account; who can't is told so before anything is begun. */
export default async function NewQualificationPage({ searchParams }: Props) {
  const actor = await pageActor('qualification.own')
  const { who } = await searchParams
  const t = await getTranslations('applicant.new')
  const { terms, switches } = await currentRulebook()
  return (
    <>
      <PageHeader above={<BackLink href="/qualifications">{t('back')}</BackLink>} title={t('title')} lead={t('lead')} />
      <ConsentBanner actor={actor} />
      <BeginForm
        age={terms.adultAge}
        takesIndividualBusinesses={switches.individualBusinesses}
        accounts={await listAccounts(actor)}
        chosen={isOutside(who) ? who : null}
      />
    </>
  )
}
