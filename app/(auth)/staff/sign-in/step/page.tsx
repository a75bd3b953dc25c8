import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ConfirmForms } from '@/app/_components/confirm/confirm-forms'
import { SetUp } from '@/app/_components/confirm/set-up'
import { readTotpOffer } from '@/app/_components/confirm/totp-offer'
import { leave } from '@/app/session'
import { PageHeader } from '@/components/layout/page-header'
import { Button } from '@/components/ui/button'
import { readWaysToConfirm } from '@/lib/accounts/factors/read-factors'
import { demoTotpCodeOf } from '@/lib/web/demo'
import { currentActor, currentOwing } from '@/lib/web/session'
import { wantedPath } from '../../../enter'

export async function generateMetadata() {
  return { title: (await getTranslations('factors.step'))('title') }
}

/** What someone owes who gave their password: their second factor, or setting one up. */
export default async function StepPage({ searchParams }: PageProps<'/staff/sign-in/step'>) {
  const wanted = (await wantedPath(searchParams)) || '/'
  const [owing, actor] = [await currentOwing(), await currentActor()]
  if (!owing && actor?.audience !== 'STAFF') redirect(`/staff/sign-in?next=${encodeURIComponent(wanted)}`)
  const t = await getTranslations('factors.step')
  if (owing?.owes === 'GIVE_SECOND_FACTOR') {
    return (
      <>
        <PageHeader title={t('title')} lead={t('lead')} />
        <ConfirmForms ways={await readWaysToConfirm(owing)} next={wanted} demoCode={await demoTotpCodeOf(owing.id)} />
        <Leave label={t('leave')} />
      </>
    )
  }
  // Stays as it is once that is done: it shows the recovery codes, and where to go on.
  return (
    <>
      <PageHeader title={t('setUpTitle')} {...(owing ? { lead: t('setUpLead') } : {})} />
      <SetUp offer={owing ? await readTotpOffer(owing) : null} next={wanted} isFirst />
      {owing ? <Leave label={t('leave')} /> : null}
    </>
  )
}

function Leave({ label }: { label: string }) {
  return (
    <form action={leave} className="mt-8">
      <Button type="submit" variant="quiet">
        {label}
      </Button>
    </form>
  )
}
