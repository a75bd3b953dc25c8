import type { PersonActor } from '@/lib/actor/actor'
import { anOpenedLink } from '@/tests/factories/letter-links'
import { aBoundPhone, aDraftOfSomebody } from '@/tests/factories/phones'
import { aWrittenDraft } from '@/tests/factories/qualifications'
import type { People } from './actors'
import type { Target } from './target'

type Made = { secret: string }
type Make = (actor: PersonActor, qualificationId: string) => Promise<Made>

const made = new Map<string, Promise<string>>()

/**
 * Returns the cookies of a phone that is bound to the target's draft; where that is no draft, to another's. It also
 * tries its secret as the token of a session.
 */
export const phoneCookie = (people: People, target: Target): Promise<string> =>
  cookieFor('phone', aBoundPhone, people, target)

/** Returns the same of a browser that opened the link to a letter of the target's draft. */
export const forwardedCookie = (people: People, target: Target): Promise<string> =>
  cookieFor('forwarded', anOpenedLink, people, target)

function cookieFor(kind: string, make: Make, { owner }: People, { qualificationId }: Target): Promise<string> {
  const key = `${kind} ${qualificationId}`
  const cookie = made.get(key) ?? cookieOf(make, owner, qualificationId)
  made.set(key, cookie)
  return cookie
}

async function cookieOf(make: Make, owner: People['owner'], qualificationId: string): Promise<string> {
  const { secret } = await make(owner, qualificationId).catch(async () => {
    const { applicant } = await aDraftOfSomebody()
    const { id } = await aWrittenDraft({ applicant })
    return make(applicant, id)
  })
  return `zhunxin.phone=${secret}; zhunxin.session=${secret}`
}
