import { expect, test } from 'vitest'
import { BackupRefusal } from './backup-format'
import { restoreDatabase } from './restore-database'

const NONE = 'postgresql://nobody@127.0.0.1:1/none'

test.each([
  ['dump', undefined, /set DATABASE_URL/],
  ['cluster', { application: NONE, owner: NONE }, /unset DATABASE_URL/],
] as const)('a backup by %s is brought back to its like alone', async (kind, given, said) => {
  const database = { kind, major: 17 }
  const manifest = {
    format: 1 as const,
    files: '',
    id: 'x',
    takenAt: new Date().toISOString(),
    database,
    missing: [],
    withKeys: false,
  }
  const refused = await restoreDatabase({ backup: '/nowhere', manifest, dataFolder: '/nowhere', given }).catch(
    (error: unknown) => error,
  )
  expect(refused).toBeInstanceOf(BackupRefusal)
  expect(String(refused)).toMatch(said)
})
