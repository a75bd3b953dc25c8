import { asOwner } from '@/lib/db/owner'

/** Causes a bug, as far as the portal can know: a table disappears while it runs. */
export async function without(table: string, work: () => Promise<void>): Promise<void> {
  await asOwner((client) => client.query(`ALTER TABLE ${table} RENAME TO ${table}_gone`))
  try {
    await work()
  } finally {
    await asOwner((client) => client.query(`ALTER TABLE ${table}_gone RENAME TO ${table}`))
  }
}
