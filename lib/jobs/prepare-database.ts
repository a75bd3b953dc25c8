import 'server-only'
import pg from 'pg'
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
    if (!(error instanceof pg.DatabaseError) || error.code !== INSUFFICIENT_PRIVILEGE) throw error
    const sentence = `The login ${roleIn(logins.owner)} does not own the database (${error.message}). Set DATABASE_OWNER_URL.`
    throw new DatabaseGrantsError(sentence, { cause: error })
  }
}
