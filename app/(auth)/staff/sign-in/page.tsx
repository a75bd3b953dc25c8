import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { PasskeyButton } from '@/components/sign-in/passkey-button'
import { Alert } from '@/components/ui/alert'
import { ssoName } from '@/lib/sign-in/sso/rules'
import { SsoProblem } from '@/lib/web/cookies/sso'
import { currentActor } from '@/lib/web/session'
import { readDemoStaff } from '../../_components/read-demo-people'
import { wantedPath } from '../../enter'
import { byPasskey, startPasskey } from './actions'
import { SsoLink } from './sso-link'
import { StaffSignInForm } from './staff-sign-in-form'

export async function generateMetadata() {
  return { title: (await getTranslations('auth.staff'))('title') }
}

export default async function StaffSignInPage({ searchParams }: PageProps<'/staff/sign-in'>) {
  const wanted = await wantedPath(searchParams)
  const { set } = await searchParams
  const actor = await currentActor()
  const problem = SsoProblem.parse(await searchParams)
  if (actor?.audience === 'STAFF' && !problem) redirect(wanted || '/')
  const [t, errors] = await Promise.all([getTranslations('auth.staff'), getTranslations('errors')])
  const sso = ssoName()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {problem ? (
        <Alert tone="danger" isLive className="mb-6">
          {errors(problem.error, 'because' in problem ? { because: problem.because } : {})}
        </Alert>
      ) : null}
      {set === 'password' ? (
        <Alert tone="success" className="mb-6">
          {t('passwordSet')}
        </Alert>
      ) : null}
      {sso === null ? null : <SsoLink name={sso} next={wanted} />}
      <StaffSignInForm
        next={wanted}
        demo={await readDemoStaff()}
        passkey={
          <PasskeyButton
            label={t('passkey')}
            requestOptions={startPasskey}
            send={byPasskey}
            values={{ next: wanted }}
          />
        }
      />
      <p className="mt-8 flex flex-col gap-2">
        <Link className="link w-fit" href="/staff/forgotten">
          {t('forgotten')}
        </Link>
        <Link className="link w-fit" href="/sign-in">
          {t('applicant')}
        </Link>
      </p>
    </>
  )
}
