import type { Audience } from '@/lib/db/generated/enums'

export type SignInAgainProps = {
  /** Holds the id of the person who opened the page: nobody else signs in on it. */
  person: string
  audience: Audience
  /** Says whether messages stay here and can be read. */
  isOutboxReadable: boolean
  /** Holds the name of single sign-on; null where there is none. */
  sso: string | null
}
