import type { PersonActor, PhoneActor } from '@/lib/actor/actor'
import { bindPhone } from '@/lib/qualifications/phone/bind-phone'
import { readPhone } from '@/lib/qualifications/phone/read-phone'
import { startPhone } from '@/lib/qualifications/phone/start-phone'
import { anAddress, aRegisteredApplicant } from './people'
import { aDraft } from './qualifications'

/** Returns an applicant with an open session, and a draft of theirs. */
export async function aDraftOfSomebody() {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id: qualificationId } = await aDraft({ ...actor, accountId })
  return { applicant: { ...actor, accountId }, qualificationId }
}

/** Shows a code for a draft, and returns the token of its link. */
export async function aPhoneLink(actor: PersonActor, qualificationId: string) {
  const started = await startPhone(actor, { qualificationId })
  return { ...started, token: started.url.split('/').at(-1) ?? '' }
}

/** Connects a phone to a draft. */
export async function aBoundPhone(actor: PersonActor, qualificationId: string) {
  const link = await aPhoneLink(actor, qualificationId)
  const { secret } = await bindPhone({ token: link.token, address: anAddress() })
  return { ...link, secret, phone: await phoneOf(secret) }
}

/** Returns the phone of a cookie, which must be live. */
export async function phoneOf(secret: string): Promise<PhoneActor> {
  const found = await readPhone(secret)
  if (!found || !('phone' in found)) throw new Error(`No live phone: ${JSON.stringify(found)}`)
  return found.phone
}
