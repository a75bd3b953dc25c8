import { type EmbeddedDatabase, loginsOf } from '@/lib/db/embedded'

/** What a portal that works on a database of this server has in its environment. */
export function loginVariables(server: EmbeddedDatabase, database?: string) {
  const { application, owner } = loginsOf(server, database)
  return { DATABASE_URL: application, DATABASE_OWNER_URL: owner }
}
