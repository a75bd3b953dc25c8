import 'server-only'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseGrantsError } from './database-errors'
import { underMigrationLock } from './migration-lock'
import { type DatabaseLogins, roleIn } from './owner'

/**
 * Gives the application's login its rights, by the owner's hand: see prisma/grants.sql. Where both are one login there
 * is nothing to give, and health says which rights are too many.
 *
 * @throws DatabaseGrantsError
 */
export async function grantToApplication({ owner, application }: DatabaseLogins): Promise<void> {
  const role = roleIn(application)
  if (roleIn(owner) === role) return
  const script = await readFile(path.resolve('prisma/grants.sql'), 'utf8')
  await underMigrationLock(owner, async (client) => {
    try {
      await client.query('BEGIN')
      await client.query("SELECT set_config('zhunxin.application', $1, true)", [role])
      await client.query(script)
      await client.query('COMMIT')
    } catch (error) {
      const { message } = error as Error
      throw new DatabaseGrantsError(`The rights of ${role} in the database can't be set: ${message}.`, { cause: error })
    }
  })
}
