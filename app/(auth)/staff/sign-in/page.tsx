import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { can } from '@/lib/auth/actor'
import { currentActor } from '@/lib/web/session'
import { readDemoStaff } from '../../_components/read-demo-people'
import { wantedPath } from '../../enter'
import { StaffSignInForm } from './staff-sign-in-form'

export async function generateMetadata() {
  return { title: (await getTranslations('auth.staff'))('title') }
}

export default async function StaffSignInPage({ searchParams }: PageProps<'/staff/sign-in'>) {
  const wanted = await wantedPath(searchParams)
  const actor = await currentActor()
  if (actor && !can(actor, 'qualification.own')) redirect(wanted || '/')
  const t = await getTranslations('auth.staff')
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <StaffSignInForm next={wanted} demo={await readDemoStaff()} />
      <p className="mt-8 text-text-muted">{t('forgotten')}</p>
      <p className="mt-2">
        <Link className="link" href="/sign-in">
          {t('applicant')}
        </Link>
      </p>
    </>
  )
}
