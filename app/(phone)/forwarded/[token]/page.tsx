import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { readLetterLink } from '@/lib/qualifications/phone/read-phone'
import { currentPhone } from '@/lib/web/cookies/phone'
import { ForwardedClosed } from '../_components/forwarded-closed'
import { CodeForm } from './code-form'

export async function generateMetadata() {
  return { title: (await getTranslations('forwarded'))('title') }
}

/** Takes the code of a link to a letter. Looking changes nothing, and shows nothing of whose letter it is. */
export default async function LetterLinkPage({ params }: PageProps<'/forwarded/[token]'>) {
  const { token } = await params
  const [t, link, found] = await Promise.all([getTranslations('forwarded.link'), readLetterLink(token), currentPhone()])
  if (!link) return <ForwardedClosed because="INVALID" />
  if ('ended' in link) return <ForwardedClosed because={link.ended} />
  const isThis = found && 'phone' in found && found.phone.phoneSessionId === link.id
  if (isThis) redirect('/forwarded') // this browser gave the code before
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Alert tone="warning" title={t('warningTitle')} className="mb-6">
        {t('warning')}
      </Alert>
      <CodeForm token={token} />
    </>
  )
}
