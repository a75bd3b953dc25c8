import { z } from 'zod'
import { EmailAddress, StaffName } from '@/lib/accounts/schemas'
import { DomainError } from '@/lib/core/errors'
import type { StaffRole } from '@/lib/db/generated/enums'
import type { SsoIdentity } from './provider'

/**
 * Describes which addresses count and what a claim means here. `roles` is null where roles are assigned on the People
 * page.
 */
export type SsoRules = {
  domains: readonly string[]
  roles: { claim: string; byValue: ReadonlyMap<string, StaffRole> } | null
}

/** Lists why a person whom the provider knows may not sign in here. Each has words in `errors.SSO_REFUSED`. */
export const SSO_REFUSALS = ['UNVERIFIED', 'DOMAIN', 'UNKNOWN', 'NO_ROLE', 'OTHER_PERSON', 'DISABLED'] as const
export type SsoRefusal = (typeof SSO_REFUSALS)[number]

export const refusal = (because: SsoRefusal) => new DomainError('SSO_REFUSED', because, { params: { because } })

export type SsoPerson = {
  email: string
  /** Holds the provider's name of the person, or else the part of the address before the @. */
  name: string
  /** The roles are null where claims give none. */
  roles: StaffRole[] | null
}

const Texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]).catch([])

/**
 * Reads what counts here from an ID token.
 *
 * @throws DomainError SSO_REFUSED: the address is unverified or of another domain, or there is no role
 */
export function personFromClaims({ claims }: Pick<SsoIdentity, 'claims'>, { domains, roles }: SsoRules): SsoPerson {
  const email = EmailAddress.safeParse(claims.email)
  if (!email.success || claims.email_verified !== true) throw refusal('UNVERIFIED')
  const [local = '', domain = ''] = email.data.split(/@(?=[^@]*$)/)
  if (!domains.includes(domain)) throw refusal('DOMAIN')
  const name = [claims.name, local].map((text) => StaffName.safeParse(text)).find(({ success }) => success)?.data
  const given = roles && Texts.parse(claims[roles.claim]).flatMap((value) => roles.byValue.get(value) ?? [])
  if (given?.length === 0) throw refusal('NO_ROLE')
  return { email: email.data, name: name ?? domain, roles: given && [...new Set(given)].sort() }
}
