import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { readHandoverLink } from '@/lib/integrations/handovers/read-handover'
import { readHandoverSecret } from '@/lib/web/cookies/handover'
import { currentActor } from '@/lib/web/session'
import { Ended } from '../_components/ended'
import { PressForm } from '../_components/one-button-form'
import { Whose } from '../_components/whose'

export async function generateMetadata() {
  return { title: (await getTranslations('handover'))('title') }
}

/** Shows what a hand-over leads to. Looking changes nothing: messengers and scanners open links before people do. */
export default async function HandoverLinkPage({ params }: PageProps<'/handover/[token]'>) {
  const { token } = await params
  const [t, link, actor] = await Promise.all([
    getTranslations('handover.link'),
    readHandoverLink(token, await readHandoverSecret()),
    currentActor(),
  ])
  if (!link) return <Ended because="INVALID" />
  if (link.state === 'ENDED') return <Ended because="ENDED" />
  if (link.state === 'USED') {
    if (link.isHere) redirect('/handover') // this browser opened the link again
    return <Ended because="USED" />
  }
  const { shown } = link
  const next = shown.isVouched ? 'vouched' : shown.phone ? 'code' : 'codeOfNew'
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead', { system: shown.system })} />
      <Alert tone="warning" title={t('warningTitle')} className="mb-4">
        {t('warning')}
      </Alert>
      <Whose shown={shown} />
      <p className="mb-4 text-text-muted">{t(next)}</p>
      {actor ? <p className="mb-4 text-text-muted">{t('signedInAs')}</p> : null}
      <PressForm token={token} />
    </>
  )
}
