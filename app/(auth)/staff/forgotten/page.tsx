import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { isEmailSent } from '@/lib/notifications/gateways/mode'
import { ForgottenForm } from './forgotten-form'

export async function generateMetadata() {
  return { title: (await getTranslations('factors.forgotten'))('title') }
}

export default async function ForgottenPage() {
  const t = await getTranslations('factors.forgotten')
  const isMailed = isEmailSent()
  return (
    <>
      <PageHeader title={t('title')} {...(isMailed ? { lead: t('lead') } : {})} />
      {isMailed ? <ForgottenForm /> : <Alert>{t('noMail')}</Alert>}
      <p className="mt-8 max-w-measure text-text-muted">{t('factor')}</p>
      <p className="mt-2">
        <Link className="link" href="/staff/sign-in">
          {t('back')}
        </Link>
      </p>
    </>
  )
}
