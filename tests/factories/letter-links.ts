import type { PersonActor, PhoneActor } from '@/lib/actor/actor'
import { openLetterLink } from '@/lib/qualifications/phone/open-letter-link'
import { startLetterLink } from '@/lib/qualifications/phone/start-letter-link'
import { anAddress } from './people'
import { phoneOf } from './phones'

/** Makes a link to the commitment letter of a draft, and returns the token in it. */
export async function aLetterLink(actor: PersonActor, qualificationId: string) {
  const link = await startLetterLink(actor, { qualificationId, letter: 'COMMITMENT_LETTER' })
  return { ...link, token: link.url.split('/').at(-1) ?? '' }
}

/** Opens such a link in a browser. */
export async function anOpenedLink(actor: PersonActor, qualificationId: string) {
  const link = await aLetterLink(actor, qualificationId)
  const { secret } = await openLetterLink({ token: link.token, code: link.code, address: anAddress() })
  const browser: PhoneActor = await phoneOf(secret)
  return { ...link, secret, browser }
}

/** Returns a code that is not this one. */
export const wrongCode = (code: string): string => ((Number(code) + 1) % 1_000_000).toString().padStart(6, '0')
