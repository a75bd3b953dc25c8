import { z } from 'zod'

/** Repeats the names of StaffRole, which belongs to a higher room. */
const ROLES = ['REVIEWER', 'LEAD', 'AUDITOR', 'ADMIN'] as const
type Role = (typeof ROLES)[number]

const isRole = (role: string | undefined): role is Role => ROLES.some((known) => known === role)

const word = () => z.string().trim().min(1)

const DOMAINS = /^\s*[a-z0-9-]+(\.[a-z0-9-]+)+\s*(,\s*[a-z0-9-]+(\.[a-z0-9-]+)+\s*)*$/

const LOOPBACK_ISSUER = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/

/** `value=ROLE` pairs, by what the claim says: the left side may hold anything but `=` and `,`. */
const RolesByValue = z.string().transform((text, context) => {
  const pairs = text.split(',').map((pair) => pair.split('=').map((side) => side.trim()))
  const roles = new Map<string, Role>()
  for (const [value, role, ...more] of pairs) {
    if (!value || !isRole(role) || more.length > 0) {
      const message = `must be pairs such as reviewers=REVIEWER, separated by commas; roles are ${ROLES.join(', ')}`
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    roles.set(value, role)
  }
  return roles as ReadonlyMap<string, Role>
})

/** Configures single sign-on of staff by OpenID Connect. It is off unless an issuer is set. */
export const SSO = {
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must be an https:// address' })
    .refine((url) => url.startsWith('https:') || LOOPBACK_ISSUER.test(url), 'must be an https:// address')
    .optional()
    .meta({
      unset: 'none: no single sign-on',
      description:
        'the company’s own sign-in for staff, exactly as in its discovery document, such as `https://login.example.cn/realms/all`; https, except on this machine: [single sign-on](single-sign-on.md)',
    }),
  OIDC_CLIENT_ID: word().optional().describe('the portal’s name at the provider'),
  OIDC_CLIENT_SECRET: word().optional().describe('its secret there'),
  OIDC_DOMAIN: word()
    .toLowerCase()
    .regex(DOMAINS, 'must be domains such as example.cn, separated by commas')
    .transform((text) => text.split(',').map((domain) => domain.trim()))
    .optional()
    .describe(
      'domains, separated by commas, such as `example.cn, example.com`: only their addresses are accepted, and of no subdomain',
    ),
  OIDC_ROLES_CLAIM: word()
    .optional()
    .describe(
      'the claim of the ID token that says what someone is, such as `groups`; without it, roles are given on the *People* page',
    ),
  OIDC_ROLES: RolesByValue.optional().describe('what that means here: `审核组=REVIEWER, leads=LEAD`'),
  OIDC_NAME: word().max(40).optional().describe('the provider’s name on the button, such as `集团账户`'),
}

const Shape = z.object(SSO)
type Given = z.output<typeof Shape>
type Name = keyof Given

const NEEDS: readonly { for: Name; needed: Name }[] = [
  { for: 'OIDC_ISSUER', needed: 'OIDC_CLIENT_ID' },
  { for: 'OIDC_ISSUER', needed: 'OIDC_CLIENT_SECRET' },
  { for: 'OIDC_ISSUER', needed: 'OIDC_DOMAIN' },
  { for: 'OIDC_CLIENT_ID', needed: 'OIDC_ISSUER' },
  { for: 'OIDC_ROLES', needed: 'OIDC_ROLES_CLAIM' },
  { for: 'OIDC_ROLES_CLAIM', needed: 'OIDC_ROLES' },
  { for: 'OIDC_ROLES', needed: 'OIDC_ISSUER' },
]

/** Adds an issue for each variable that is missing next to those that are set. */
export function checkSso(given: Given, context: z.RefinementCtx): void {
  for (const { for: choice, needed } of NEEDS) {
    if (given[choice] === undefined || given[needed] !== undefined) continue
    context.addIssue({ code: 'custom', path: [needed], message: `is needed with ${choice}` })
  }
}
