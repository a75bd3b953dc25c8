import type { Audience } from '@/lib/db/generated/enums'

export type SignInAgainProps = {
  /** The person who opened the page: nobody else signs in on it. */
  person: string
  audience: Audience
  /** Says whether messages stay here and can be read. */
  isOutboxReadable: boolean
  /** The name of single sign-on; null where there is none. */
  sso: string | null
}
