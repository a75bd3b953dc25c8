import { type EmbeddedDatabase, loginsOf } from '@/lib/db/embedded'

/** Returns the environment of a portal that works on a database of this server. */
export function loginVariables(server: EmbeddedDatabase, database?: string) {
  const { application, owner } = loginsOf(server, database)
  return { DATABASE_URL: application, DATABASE_OWNER_URL: owner }
}
