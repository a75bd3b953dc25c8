import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { readPhoneLink } from '@/lib/qualifications/phone/read-phone'
import { currentPhone } from '@/lib/web/cookies/phone'
import { PhoneClosed } from '../_components/phone-closed'
import { BindForm } from './bind-form'

export async function generateMetadata() {
  return { title: (await getTranslations('phone'))('title') }
}

/** Shows what a code leads to. Looking changes nothing: messengers and scanners open links before people do. */
export default async function PhoneLinkPage({ params }: PageProps<'/phone/[token]'>) {
  const { token } = await params
  const [t, link, found] = await Promise.all([getTranslations('phone.link'), readPhoneLink(token), currentPhone()])
  if (!link) return <PhoneClosed because="INVALID" />
  if (link !== 'OPEN' && 'ended' in link) return <PhoneClosed because={link.ended} />
  if (link !== 'OPEN') {
    const isThis = found && 'phone' in found && found.phone.phoneSessionId === link.usedBy
    if (isThis) redirect('/phone') // the browser that was bound opened the code again
    return <PhoneClosed because="USED" />
  }
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Alert tone="warning" title={t('warningTitle')} className="mb-6">
        {t('warning')}
      </Alert>
      <BindForm token={token} />
    </>
  )
}
