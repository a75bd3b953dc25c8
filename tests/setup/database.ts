import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { grantToApplication } from '@/lib/db/grants'
import type { DatabaseLogins } from '@/lib/db/owner'
import { OPERATOR } from './operator'

/**
 * Each test file has a database of its own, cloned from the template, and a data folder of its own. Tests run as the
 * application; they run the owner's acts explicitly as the owner.
 */
const template = inject('template')
const ofWorker = `worker_${process.env.VITEST_POOL_ID ?? '1'}_`
const databaseName = `${ofWorker}${randomBytes(4).toString('hex')}` // what the last file left running must not find this one
const runFolder = inject('runFolder')
const dataFolder = path.join(runFolder, databaseName)

for (const name of readdirSync(runFolder)) {
  if (name.startsWith(ofWorker)) rmSync(path.join(runFolder, name), { recursive: true, force: true })
}
mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
await cloneTemplate()
const logins: DatabaseLogins = {
  application: addressOf(template.application, databaseName),
  owner: addressOf(template.owner, databaseName),
}
await grantToApplication(logins) // settings of the database itself are not cloned
process.env.DATABASE_URL = logins.application
process.env.DATABASE_OWNER_URL = logins.owner
process.env.ZHUNXIN_DATA = dataFolder
Object.assign(process.env, OPERATOR)

async function cloneTemplate(): Promise<void> {
  refuseDistant()
  const client = new pg.Client({ connectionString: addressOf(template.owner, 'postgres') })
  await client.connect()
  try {
    const { rows } = await client.query('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [ofWorker])
    for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`)
    await client.query(
      `CREATE DATABASE ${databaseName} TEMPLATE ${new URL(template.owner).pathname.slice(1)} STRATEGY FILE_COPY`,
    )
  } finally {
    await client.end()
  }
}

/** Databases are dropped here, so this must only ever run on this machine. */
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
