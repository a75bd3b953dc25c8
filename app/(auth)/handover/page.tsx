import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Button } from '@/components/ui/button'
import { readPressedHandover } from '@/lib/integrations/handovers/read-handover'
import { readHandoverSecret } from '@/lib/web/cookies/handover'
import { currentActor } from '@/lib/web/session'
import { Ended } from './_components/ended'
import { SignInAgainForm } from './_components/one-button-form'
import { Whose } from './_components/whose'

export async function generateMetadata() {
  return { title: (await getTranslations('handover'))('title') }
}

/** Shows how far the hand-over of this browser is: on with signing in, to its page, or back to the platform. */
export default async function HandoverPage() {
  const secret = await readHandoverSecret()
  const [t, found, actor] = await Promise.all([
    getTranslations('handover'),
    secret === null ? null : readPressedHandover(secret),
    currentActor(),
  ])
  if (!found) return <Ended because="NONE" />
  if (found.state === 'ENDED') return <Ended because="ENDED" />
  if (found.state === 'ENTERED') {
    if (actor) redirect(found.path)
    return <Ended because="USED" />
  }
  if (found.state === 'FINISHED') return <Finished {...found} />
  const { shown } = found
  const { system, phone } = shown
  return (
    <>
      <PageHeader
        title={t('pressed.title')}
        lead={phone ? t('pressed.lead', { system, phone }) : t('pressed.leadOfNew', { system })}
      />
      <Whose shown={shown} />
      {actor ? (
        <>
          <p className="mb-4">{t('pressed.other')}</p>
          <SignInAgainForm />
        </>
      ) : (
        <Button asChild>
          <a href="/sign-in?next=%2Fhandover">{t('pressed.submit')}</a>
        </Button>
      )}
    </>
  )
}

/** Leads back by a link: a form that leads to another site is refused by the policy of our pages, and by rights. */
async function Finished({ system, returnTo }: { system: string; returnTo: string | null }) {
  const t = await getTranslations('handover.finished')
  if (returnTo === null) return <PageHeader title={t('title')} lead={t('noAddress')} />
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead', { system })} />
      <Button asChild>
        <a href={returnTo} rel="noreferrer">
          {t('go', { host: new URL(returnTo).host })}
        </a>
      </Button>
    </>
  )
}
