import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { can } from '@/lib/actor/actor'
import { currentActor } from '@/lib/web/session'
import { wantedPath } from '../../enter'
import { PasswordForm } from './password-form'

export async function generateMetadata() {
  return { title: (await getTranslations('auth'))('byPassword.title') }
}

export default async function PasswordPage({ searchParams }: PageProps<'/sign-in/password'>) {
  const wanted = await wantedPath(searchParams)
  const actor = await currentActor()
  if (actor && can(actor, 'qualification.own')) redirect(wanted || '/qualifications')
  const t = await getTranslations('auth.byPassword')
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <PasswordForm next={wanted} />
      <p className="mt-8 text-text-muted">
        {t('forgotten')}{' '}
        <Link className="link" href={wanted ? `/sign-in?next=${encodeURIComponent(wanted)}` : '/sign-in'}>
          {t('byCode')}
        </Link>
      </p>
    </>
  )
}
