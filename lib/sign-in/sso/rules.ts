import 'server-only'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import type { SsoRules } from './sso-claims'

/**
 * Returns the provider's name for the sign-in page: null where single sign-on is off, empty where it has no name of its
 * own.
 */
export const ssoName = (): string | null => (env().OIDC_ISSUER ? (env().OIDC_NAME ?? '') : null)

/**
 * Returns the rules of single sign-on from the environment.
 *
 * @throws DomainError NOT_FOUND when it is off
 */
export function ssoRules(): SsoRules {
  if (ssoName() === null) throw new DomainError('NOT_FOUND', 'There is no single sign-on here')
  const { OIDC_DOMAIN = [], OIDC_ROLES_CLAIM: claim, OIDC_ROLES: byValue } = env()
  return { domains: OIDC_DOMAIN, roles: claim && byValue ? { claim, byValue } : null }
}
