import 'server-only'
import { DatabaseGrantsError } from '@/lib/db/database-errors'
import { grantToApplication } from '@/lib/db/grants'
import { migrate } from '@/lib/db/migrate'
import { type DatabaseLogins, roleIn } from '@/lib/db/owner'
import { makeQueues } from './make-queues'

const INSUFFICIENT_PRIVILEGE = '42501'

/**
 * Brings a database up to the code, as its owner: migrations, queues, and then the rights of the application's login on
 * all of it. Each start does so, so that a database from before the two logins is brought up to them, too.
 *
 * @returns the names of the migrations that were applied now
 * @throws DatabaseSetupError (its subclasses) when it can't or must not
 */
export async function prepareDatabase(logins: DatabaseLogins): Promise<string[]> {
  try {
    const applied = await migrate(logins.owner)
    await makeQueues(logins.owner)
    await grantToApplication(logins)
    return applied
  } catch (error) {
    const refusal = refusalIn(error)
    if (!refusal) throw error
    const [role, database] = [roleIn(logins.owner), new URL(logins.owner).pathname.slice(1)]
    throw new DatabaseGrantsError(
      `The login ${role} does not own the database ${database}, or may not create in it (${refusal.message}). ` +
        'Make it the owner, or set DATABASE_OWNER_URL to the login that is.',
      { cause: error },
    )
  }
}

/** A migration's failure has PostgreSQL's own as its cause. */
function refusalIn(error: unknown): Error | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ((at as { code?: unknown }).code === INSUFFICIENT_PRIVILEGE) return at
  }
  return null
}
