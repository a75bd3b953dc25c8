import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { grantToApplication } from '@/lib/db/grants'
import type { DatabaseLogins } from '@/lib/db/owner'

/**
 * Each test file has a database of its own, cloned from the template, and a data folder of its own. Tests run as the
 * application; what only the owner may do, they do as the owner by name.
 */
const template = inject('template')
const worker = process.env.VITEST_POOL_ID ?? '1'
const databaseName = `worker_${worker}`
const dataFolder = path.join(inject('runFolder'), databaseName)

rmSync(dataFolder, { recursive: true, force: true }) // the last file's of this worker
mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
await cloneTemplate()
const logins: DatabaseLogins = {
  application: addressOf(template.application, databaseName),
  owner: addressOf(template.owner, databaseName),
}
await grantToApplication(logins) // what a database itself allows is not cloned
process.env.DATABASE_URL = logins.application
process.env.DATABASE_OWNER_URL = logins.owner
process.env.ZHUNXIN_DATA = dataFolder

async function cloneTemplate(): Promise<void> {
  refuseDistant()
  const client = new pg.Client({ connectionString: addressOf(template.owner, 'postgres') })
  await client.connect()
  try {
    await client.query(`DROP DATABASE IF EXISTS ${databaseName} WITH (FORCE)`)
    await client.query(
      `CREATE DATABASE ${databaseName} TEMPLATE ${new URL(template.owner).pathname.slice(1)} STRATEGY FILE_COPY`,
    )
  } finally {
    await client.end()
  }
}

/** Databases are dropped here: only ever on this machine. */
function refuseDistant(): void {
  const address = new URL(template.owner)
  const host = address.searchParams.get('host') ?? address.hostname
  if (!host.startsWith('/') && host !== '127.0.0.1') throw new Error(`Tests don't touch the database on ${host}.`)
}

function addressOf(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}
