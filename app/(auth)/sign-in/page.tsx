import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { can } from '@/lib/auth/actor'
import { isOutboxReadable } from '@/lib/messaging/mode'
import { currentActor } from '@/lib/web/session'
import { readDemoApplicants } from '../_components/read-demo-people'
import { PhoneSignIn } from '../_phone/phone-sign-in'
import { wantedPath } from '../enter'

export async function generateMetadata() {
  return { title: (await getTranslations('auth'))('signIn.title') }
}

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const wanted = await wantedPath(searchParams)
  const actor = await currentActor()
  if (actor && can(actor, 'qualification.own')) redirect(wanted || '/qualifications')
  return (
    <PhoneSignIn page="signIn" next={wanted} isOutboxReadable={isOutboxReadable()} demo={await readDemoApplicants()} />
  )
}
