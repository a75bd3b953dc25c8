import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ConfirmForms } from '@/app/_components/confirm/confirm-forms'
import { SetUp } from '@/app/_components/confirm/set-up'
import { readTotpOffer } from '@/app/_components/confirm/totp-offer'
import { signOutHere } from '@/app/session'
import { PageHeader } from '@/components/layout/page-header'
import { Button } from '@/components/ui/button'
import { readWaysToConfirm } from '@/lib/sign-in/factors/read-factors'
import { currentActor, currentIncomplete } from '@/lib/web/session'
import { wantedPath } from '../../../enter'

export async function generateMetadata() {
  return { title: (await getTranslations('factors.step'))('title') }
}

/** Asks someone who gave their password for their second factor, or has them set one up. */
export default async function StepPage({ searchParams }: PageProps<'/staff/sign-in/step'>) {
  const wanted = (await wantedPath(searchParams)) || '/'
  const [incomplete, actor] = [await currentIncomplete(), await currentActor()]
  if (!incomplete && actor?.audience !== 'STAFF') redirect(`/staff/sign-in?next=${encodeURIComponent(wanted)}`)
  const t = await getTranslations('factors.step')
  if (incomplete?.pendingStep === 'GIVE_SECOND_FACTOR') {
    return (
      <>
        <PageHeader title={t('title')} lead={t('lead')} />
        <ConfirmForms ways={await readWaysToConfirm(incomplete)} next={wanted} />
        <Leave label={t('leave')} />
      </>
    )
  }
  // The form stays once the step is done: it shows the recovery codes, and where to continue.
  return (
    <>
      <PageHeader title={t('setUpTitle')} {...(incomplete ? { lead: t('setUpLead') } : {})} />
      <SetUp offer={incomplete ? await readTotpOffer(incomplete) : null} next={wanted} isFirst />
      {incomplete ? <Leave label={t('leave')} /> : null}
    </>
  )
}

function Leave({ label }: { label: string }) {
  return (
    <form action={signOutHere} className="mt-8">
      <Button type="submit" variant="quiet">
        {label}
      </Button>
    </form>
  )
}
