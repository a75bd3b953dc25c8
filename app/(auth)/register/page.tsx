import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { can } from '@/lib/actor/actor'
import { isOutboxReadable } from '@/lib/notifications/gateways/mode'
import { currentActor } from '@/lib/web/session'
import { HandoverNote } from '../_components/handover-note'
import { readDemoApplicants } from '../_components/read-demo-people'
import { PhoneSignIn } from '../_phone/phone-sign-in'
import { readStart } from '../_phone/read-start'
import { wantedPath } from '../enter'

export async function generateMetadata() {
  return { title: (await getTranslations('auth'))('register.title') }
}

export default async function RegisterPage({ searchParams }: PageProps<'/register'>) {
  const wanted = await wantedPath(searchParams)
  const actor = await currentActor()
  if (actor && can(actor, 'qualification.own')) redirect(wanted || '/qualifications')
  return (
    <>
      {wanted === '/handover' ? <HandoverNote /> : null}
      <PhoneSignIn
        start={await readStart()}
        page="register"
        next={wanted}
        isOutboxReadable={isOutboxReadable()}
        demo={await readDemoApplicants()}
      />
    </>
  )
}
