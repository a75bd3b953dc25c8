import type { PersonActor, PhoneActor } from '@/lib/actor/actor'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { openLetterLink } from '@/lib/qualifications/phone/open-letter-link'
import { startLetterLink } from '@/lib/qualifications/phone/start-letter-link'
import { anAddress } from './people'
import { phoneOf } from './phones'

/** Makes a link to a letter of a draft, its commitment where none is named, and returns the token in it. */
export async function aLetterLink(
  actor: PersonActor,
  qualificationId: string,
  letter: DocumentKind = 'COMMITMENT_LETTER',
) {
  const link = await startLetterLink(actor, { qualificationId, letter })
  return { ...link, token: link.url.split('/').at(-1) ?? '' }
}

/** Opens such a link in a browser. */
export async function anOpenedLink(actor: PersonActor, qualificationId: string, letter?: DocumentKind) {
  const link = await aLetterLink(actor, qualificationId, letter)
  const { secret } = await openLetterLink({ token: link.token, code: link.code, address: anAddress() })
  const browser: PhoneActor = await phoneOf(secret)
  return { ...link, secret, browser }
}

/** Returns a code that is not this one. */
export const wrongCode = (code: string): string => ((Number(code) + 1) % 1_000_000).toString().padStart(6, '0')
